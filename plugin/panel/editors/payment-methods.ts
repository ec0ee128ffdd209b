import { moneyIn } from "../../decision/trigger.ts";
import { add, formatMoney, type Money } from "../../domain/money.ts";
import type { Order } from "../../domain/order.ts";
import { currentSettings } from "../../pipeline/books.ts";
import type { Settings } from "../../settings/schema.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { type Answer, type Page, view } from "../page.ts";
import { type Drawn, editorFrame, errorAt, notConnected, UNTOUCHED } from "../settings/editor-frame.ts";
import { rowIndices } from "../settings/settings-form.ts";
import { refusalOf, submitPatch } from "../settings/submit-patch.ts";

const PATH = "/settings/payments";
/** What stands for all methods without a row. */
const OTHERS = "*";

type Methods = Settings["payments"]["methods"];

interface Row {
  readonly name: string;
  readonly account: string;
  readonly feeAccount: string;
  readonly isRegistered: boolean;
}

/** How the shop was really paid, and where each method's money goes. */
export async function showPaymentMethods(page: Page): Promise<Answer> {
  const { connection, context } = page;
  if (connection === null) return notConnected(page);
  const { methods } = (await currentSettings(context, connection)).payments;
  const seen = await seenMethods(page);
  const names = [...new Set([...(seen?.keys() ?? []), ...Object.keys(methods), OTHERS])];
  const rows = names.map((name) => storedRow(name, methods));
  return await draw(page, connection, rows, seen, UNTOUCHED);
}

export async function savePaymentMethods(page: Page): Promise<Answer> {
  const refused = await refusalOf(page);
  const { connection, context, form } = page;
  if (refused !== null || connection === null) return refused ?? notConnected(page);
  const rows = typedRows(form);
  const { methods } = (await currentSettings(context, connection)).payments;
  const patch = Object.fromEntries(
    rows
      .filter((row) => Object.hasOwn(methods, row.name) || !isUntouched(row))
      .map((row) => [
        row.name,
        { account: row.account || null, fee_account: row.feeAccount || null, register: row.isRegistered },
      ]),
  );
  const fieldOf = (path: string): string => {
    const index = rows.findIndex(({ name }) => path.startsWith(`payments.methods.${name}.`));
    const column = path.slice(path.lastIndexOf(".") + 1);
    return index === -1 ? path : `rows.${index}.${column}`;
  };
  const sent = await submitPatch(page, PATH, { payments: { methods: patch } }, fieldOf);
  if (sent.kind === "answer") return sent.answer;
  const drawn =
    sent.kind === "wrong"
      ? { ...UNTOUCHED, errors: sent.errors, isChanged: true }
      : { ...UNTOUCHED, rehearsal: sent.rehearsal, isChanged: true };
  return await draw(page, connection, rows, await seenMethods(page), drawn);
}

interface Seen {
  readonly orders: number;
  readonly sums: ReadonlyMap<string, Money>;
}

/** Methods by which money came in lately, the commonest first; null while the shop's orders are being read. */
async function seenMethods(page: Page): Promise<ReadonlyMap<string, Seen> | null> {
  const recent = await page.recent.read(page.installation);
  return recent === null ? null : methodsOf(recent.orders);
}

function methodsOf(orders: readonly Order[]): Map<string, Seen> {
  const found = new Map<string, Seen>();
  for (const order of orders) {
    for (const [gateway, payments] of Map.groupBy(moneyIn(order), (payment) => payment.gateway)) {
      const known = found.get(gateway) ?? { orders: 0, sums: new Map<string, Money>() };
      const sums = new Map(known.sums);
      for (const { amount } of payments) {
        const before = sums.get(amount.currency);
        sums.set(amount.currency, before === undefined ? amount : add(before, amount));
      }
      found.set(gateway, { orders: known.orders + 1, sums });
    }
  }
  return new Map([...found].sort(([, a], [, b]) => b.orders - a.orders));
}

function storedRow(name: string, methods: Methods): Row {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return {
    name,
    account: method?.account ?? "",
    feeAccount: method?.fee_account ?? "",
    isRegistered: method?.register ?? true,
  };
}

function typedRows(form: URLSearchParams): Row[] {
  const read = (index: number, name: string): string => (form.get(`rows.${index}.${name}`) ?? "").trim();
  return rowIndices(form, "rows")
    .map((index) => ({
      name: read(index, "name").slice(0, 100),
      account: read(index, "account"),
      feeAccount: read(index, "fee_account"),
      isRegistered: form.has(`rows.${index}.register`),
    }))
    .filter(({ name }) => name !== "");
}

const isUntouched = ({ account, feeAccount, isRegistered }: Row): boolean =>
  account === "" && feeAccount === "" && isRegistered;

async function draw(
  page: Page,
  connection: StoredConnection,
  rows: readonly Row[],
  seen: ReadonlyMap<string, Seen> | null,
  drawn: Drawn,
): Promise<Answer> {
  const { methods } = (await currentSettings(page.context, connection)).payments;
  const model = {
    ...(await editorFrame(page, connection, "/payments", drawn)),
    isReading: seen === null,
    action: page.href(PATH),
    rows: rows.map((row, index) => rowView(page, row, index, seen, methods, drawn)),
    allSettings: page.href("/settings", {}, "payments"),
  };
  return view("settings-payments", model, drawn.errors.length === 0 ? 200 : 422);
}

function rowView(
  page: Page,
  row: Row,
  index: number,
  seen: ReadonlyMap<string, Seen> | null,
  methods: Methods,
  { errors }: Drawn,
): Record<string, unknown> {
  const name = (column: string): string => `rows.${index}.${column}`;
  const cell = (column: "account" | "fee_account", value: string) => ({
    name: name(column),
    value,
    error: errorAt(page, errors, name(column), "payments.methods.account"),
    list: "accounts",
    usual:
      column === "account" && row.name !== OTHERS && value === "" ? (methods[OTHERS]?.account ?? null) : null,
  });
  const here = seen?.get(row.name);
  const hasPlace =
    !row.isRegistered || [row.name, OTHERS].some((one) => methods[one]?.account ?? methods[one]?.mode);
  return {
    number: index + 1,
    isOthers: row.name === OTHERS,
    nameField: name("name"),
    method: row.name,
    orders: here?.orders ?? null,
    sums: [...(here?.sums ?? [])].map(([currency, sum]) => ({ currency, amount: formatMoney(sum) })),
    account: cell("account", row.account),
    fee: cell("fee_account", row.feeAccount),
    registerField: name("register"),
    isRegistered: row.isRegistered,
    state: here === undefined ? null : hasPlace ? "booked" : "held",
  };
}
