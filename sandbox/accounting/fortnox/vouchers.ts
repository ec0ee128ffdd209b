import { nextNumber, yearOf } from "./company.ts";
import { cents, decimal, jsonNumber, moneyText } from "./decimal.ts";
import { notFound, refused, unlisted } from "./errors.ts";
import { amount, day, list, text, whole } from "./fields.ts";
import { listed } from "./listing.ts";
import { checkEntry, entryOf, usableAccount } from "./lookups.ts";
import { openYear } from "./posting.ts";
import type { VoucherRecord } from "./records.ts";
import { type Call, created, fieldsOf, found, type Reply, type Route, urlOf } from "./routes.ts";
import { isCalendarDay, swedishDate } from "./swedish-time.ts";

const fields = {
  Description: text({ min: 1, max: 200 }),
  Comments: text({ max: 1000 }),
  TransactionDate: day(),
  VoucherSeries: text(),
  Year: whole({ min: 1 }),
  CostCenter: text(),
  Project: text(),
  VoucherRows: list({
    Account: whole({ min: 1000, max: 9999 }),
    Debit: amount(),
    Credit: amount(),
    Description: text(),
    CostCenter: text(),
    Project: text(),
    Quantity: amount(),
    TransactionInformation: text({ max: 100 }),
  }),
} as const;

const scope = "bookkeeping";

export const voucherRoutes: readonly Route[] = [
  { method: "GET", path: "/vouchers", scope, handle: (call) => listVouchers(call, inYear(call)) },
  { method: "POST", path: "/vouchers", scope, handle: createVoucher },
  {
    method: "GET",
    path: "/vouchers/sublist/:series",
    scope,
    handle: (call) =>
      listVouchers(
        call,
        inYear(call).filter((it) => it.VoucherSeries === call.param("series")),
      ),
  },
  { method: "GET", path: "/vouchers/:series/:number", scope, handle: readVoucher },
];

function inYear(call: Call): VoucherRecord[] {
  const today = swedishDate(call.clock());
  const year =
    call.query.get("financialyear") ??
    String(yearOf(call.company, today)?.Id ?? call.company.years.at(-1)?.Id);
  return call.company.vouchers.filter((voucher) => String(voucher.Year) === year);
}

function listVouchers(call: Call, vouchers: VoucherRecord[]): Reply {
  const bound = (date: string) => {
    if (!isCalendarDay(date)) throw refused("parameter", date);
    return date;
  };
  return listed(call, vouchers, {
    key: "Vouchers",
    matches: {
      financialyear: () => true,
      fromdate: (voucher, date) => voucher.TransactionDate >= bound(date),
      todate: (voucher, date) => voucher.TransactionDate <= bound(date),
    },
    item: (voucher) => {
      const { VoucherRows: _, ...rest } = voucher;
      return { "@url": urlOf(call, "vouchers", voucher.VoucherSeries, voucher.VoucherNumber), ...rest };
    },
  });
}

function readVoucher(call: Call): Reply {
  const voucher = inYear(call).find(
    (it) => it.VoucherSeries === call.param("series") && String(it.VoucherNumber) === call.param("number"),
  );
  if (voucher === undefined) throw notFound("identifier");
  return found("Voucher", shown(call, voucher));
}

/** Vouchers balance, go into series kept by hand, and are never changed afterwards. */
function createVoucher(call: Call): Reply {
  const { company } = call;
  const patch = fieldsOf(call, "Voucher", fields);
  const { Description, TransactionDate, VoucherSeries, Year } = patch;
  if (!Description || !TransactionDate || !VoucherSeries || !Year)
    throw unlisted("Benämning, datum, serie och räkenskapsår måste anges");
  const series = entryOf(company, "voucherseries", VoucherSeries);
  if (series === undefined) throw unlisted("Ogiltig verifikationsserie angiven");
  if (series["Manual"] !== true) throw unlisted("Verifikationsserien är inte manuell");
  if (openYear(company, TransactionDate).Id !== Year) throw unlisted("Datumet ligger utanför räkenskapsåret");
  const rows = patch.VoucherRows ?? [];
  if (rows.length < 2) throw unlisted("En verifikation måste ha minst två rader");
  let balance = decimal("0");
  const VoucherRows = rows.map((row) => {
    const account = usableAccount(company, row.Account ?? 0, TransactionDate);
    const [debit, credit] = [cents(decimal(row.Debit ?? "0")), cents(decimal(row.Credit ?? "0"))];
    if (debit.lt("0") || credit.lt("0") || debit.eq("0") === credit.eq("0"))
      throw unlisted(`Raden måste ha antingen debet eller kredit (${account.Number})`);
    checkEntry(company, "costcenters", row.CostCenter);
    checkEntry(company, "projects", row.Project);
    balance = balance.plus(debit).minus(credit);
    return {
      Account: account.Number,
      Debit: moneyText(debit),
      Credit: moneyText(credit),
      CostCenter: row.CostCenter ?? patch.CostCenter ?? null,
      Project: row.Project ?? patch.Project ?? null,
      TransactionInformation: row.TransactionInformation ?? null,
    };
  });
  if (!balance.eq("0")) throw unlisted(`Verifikationen balanserar inte (${balance.toFixed(2)})`);
  const voucher: VoucherRecord = {
    VoucherSeries,
    VoucherNumber: nextNumber(company, `voucher ${Year} ${VoucherSeries}`),
    Year,
    TransactionDate,
    Description,
    Comments: patch.Comments ?? null,
    ReferenceType: "MANUAL",
    ReferenceNumber: null,
    VoucherRows,
  };
  company.vouchers.push(voucher);
  return created("Voucher", shown(call, voucher));
}

function shown(call: Call, voucher: VoucherRecord) {
  return {
    "@url": urlOf(call, "vouchers", voucher.VoucherSeries, voucher.VoucherNumber),
    ...voucher,
    VoucherRows: voucher.VoucherRows.map((row) => ({
      ...row,
      Debit: jsonNumber(row.Debit),
      Credit: jsonNumber(row.Credit),
    })),
  };
}
