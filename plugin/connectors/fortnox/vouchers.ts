import type { z } from "zod";
import type { JournalLine, PlannedJournal } from "../../domain/journal.ts";
import type { LedgerResult, Operation, Performed } from "../connector.ts";
import { toJsonNumber } from "../shared/json-number.ts";
import { voucher, voucherItem } from "./answers.ts";
import type { Books } from "./books.ts";
import { subjectOf } from "./invoices.ts";
import { isSameText } from "./same.ts";
import { type VoucherBody, voucherBody } from "./schema.ts";
import { cleanText, optionalText } from "./text.ts";

type WriteVoucher = Extract<Operation, { step: "journal" }>;

/** A voucher is booked as it is written; there is no draft and no way back but a voucher the other way round. */
export async function writeVoucher(
  { client, vouchers }: Books,
  operation: WriteVoucher,
): Promise<LedgerResult<Performed>> {
  const { journal, reference } = operation;
  const year = await vouchers.yearOf(journal.date);
  if (!year.ok) return year;
  const series =
    journal.series === null
      ? await vouchers.seriesOf(year.value)
      : { ok: true as const, value: journal.series };
  if (!series.ok) return series;
  const body = toVoucherBody(journal, reference, series.value, year.value);
  const path = `/3/vouchers?financialyear=${year.value}`;
  const reply = await client.write("POST", path, body, voucher, {
    subject: subjectOf(operation),
    voucher: true,
  });
  return reply.ok ? { ok: true, value: performed(reply.value) } : reply;
}

/** Vouchers have no field for references that can be searched: those of the day are read, and their texts compared. */
export async function findVoucher(
  { client, vouchers }: Books,
  operation: WriteVoucher,
): Promise<LedgerResult<Performed | null>> {
  const { journal, reference } = operation;
  const year = await vouchers.yearOf(journal.date);
  if (!year.ok) return year;
  const listed = await client.list("/3/vouchers", "Vouchers", voucherItem, subjectOf(operation), {
    financialyear: String(year.value),
    fromdate: journal.date,
    todate: journal.date,
  });
  if (!listed.ok) return listed;
  const ours = listed.value.find((one) => isSameText(one.Description.trim().split(/\s/)[0] ?? "", reference));
  return { ok: true, value: ours === undefined ? null : performed(ours) };
}

/** The whole voucher. Its text begins with our reference, so that it is found again by it. */
export function toVoucherBody(
  journal: PlannedJournal,
  reference: string,
  series: string,
  year: number,
): VoucherBody {
  return voucherBody.parse({
    Voucher: {
      Description: cleanText(`${reference} ${journal.text}`, "voucherText"),
      TransactionDate: journal.date,
      VoucherSeries: series,
      Year: year,
      VoucherRows: journal.lines.map(toRow),
    },
  });
}

function toRow(line: JournalLine) {
  const isDebit = !/^0(\.0*)?$/.test(line.debit);
  const amount = toJsonNumber(isDebit ? line.debit : line.credit, 2);
  return {
    Account: Number(line.account),
    ...(isDebit ? { Debit: amount } : { Credit: amount }),
    ...(line.costCentre === null ? {} : { CostCenter: line.costCentre }),
    ...(line.project === null ? {} : { Project: line.project }),
    TransactionInformation: optionalText(line.text, "voucherRowText"),
  };
}

function performed(item: z.output<typeof voucherItem>): Performed {
  const { VoucherSeries: series, VoucherNumber: number, Year: year } = item;
  return { ref: { id: `${series}/${number}/${year}`, number: `${series}${number}`, url: null } };
}
