import type { LedgerView } from "../../sandbox/accounting/fortnox/ledger-view.ts";
import { compare, isZero, minus, sum } from "../../sandbox/platforms/manifest-shop/amounts.ts";
import type { ShopOrder } from "../../sandbox/platforms/manifest-shop/order.ts";
import type { OrderView } from "../support/merchant.ts";
import { charged, keptMoney, returned } from "./trade.ts";

type Invoice = ReturnType<LedgerView["invoices"]>[number];
type Payment = ReturnType<LedgerView["payments"]>[number];

const CENTS = 2;

/** How many documents of each kind an order asks for. */
interface Expected {
  readonly states: readonly OrderView["state"][];
  readonly invoices: number;
  readonly credits: number;
}

/** What the books must hold in the end, worked out from the shop alone. */
function expectedOf(order: ShopOrder): Expected {
  if (isZero(charged(order))) {
    return { states: [order.cancelled_at === null ? "waiting" : "skipped"], invoices: 0, credits: 0 };
  }
  return { states: ["booked"], invoices: 1 + order.edits.length, credits: order.refunds.length };
}

/** Everything paid and given back before anybody looked may rightly be in no book at all. */
function mayBeLeftOut(order: ShopOrder): boolean {
  return order.edits.length === 0 && !isZero(charged(order)) && isZero(keptMoney(order));
}

export function isAsExpected(order: ShopOrder, view: OrderView | null): boolean {
  if (view === null) return false;
  if (mayBeLeftOut(order) && view.state === "skipped") return view.documents.length === 0;
  const { states, invoices, credits } = expectedOf(order);
  const count = (kind: string) => view.documents.filter((one) => one.kind === kind).length;
  return (
    states.includes(view.state) &&
    view.code !== "RETRYING" &&
    view.code !== "QUEUED" &&
    count("invoice") === invoices &&
    count("credit_note") === credits &&
    view.documents.every((one) => one.status === "booked") &&
    compare(paidAsReported(view), keptMoney(order)) === 0
  );
}

function paidAsReported(view: OrderView): string {
  const amounts = (direction: string) =>
    sum(
      view.payments.filter((one) => one.direction === direction).map((one) => one.amount),
      CENTS,
    );
  return minus(amounts("in"), amounts("out"), CENTS);
}

/** Every sentence is something lost, twice, or different; none is what we want. */
export function audit(
  orders: readonly ShopOrder[],
  views: ReadonlyMap<string, OrderView | null>,
  ledger: LedgerView,
): string[] {
  const invoices = ledger.invoices();
  const payments = ledger.payments();
  const wrong = [...doubled(ledger), ...strangers(orders, invoices)];
  let leftOut = "0";
  for (const order of orders) {
    const view = views.get(order.id) ?? null;
    if (mayBeLeftOut(order) && view?.state === "skipped") leftOut = sum([leftOut, keptMoney(order)], CENTS);
    wrong.push(...auditOrder(order, view, documentsOf(order, invoices), payments));
  }
  const kept = minus(sum(orders.map(keptMoney), CENTS), leftOut, CENTS);
  const booked = sum(
    invoices.map((invoice) => invoice.Total),
    CENTS,
  );
  if (compare(kept, booked) !== 0) wrong.push(`The shop kept ${kept} in all, the ledger has ${booked}.`);
  const paid = sum(
    payments.map((payment) => payment.Amount),
    CENTS,
  );
  if (compare(kept, paid) !== 0) wrong.push(`The shop kept ${kept} in all, the ledger was paid ${paid}.`);
  return wrong;
}

function auditOrder(
  order: ShopOrder,
  view: OrderView | null,
  documents: readonly Invoice[],
  payments: readonly Payment[],
): string[] {
  const wrong: string[] = [];
  const say = (sentence: string) => wrong.push(`order ${order.id}: ${sentence}`);
  if (view === null || !isAsExpected(order, view)) {
    say(`expected ${JSON.stringify(expectedOf(order))}, but we report ${JSON.stringify(view)}`);
  }
  const isLeftOut = view?.state === "skipped";
  const { invoices, credits } = isLeftOut ? { invoices: 0, credits: 0 } : expectedOf(order);
  const sales = documents.filter((one) => !one.Credit);
  if (sales.length !== invoices) say(`${sales.length} invoices in the ledger instead of ${invoices}`);
  if (documents.length - sales.length !== credits) {
    say(`${documents.length - sales.length} credit notes in the ledger instead of ${credits}`);
  }
  const totals = (some: readonly Invoice[]) =>
    sum(
      some.map((one) => one.Total),
      CENTS,
    );
  if (!isLeftOut && compare(totals(sales), charged(order)) !== 0) {
    say(`charged ${charged(order)}, invoiced ${totals(sales)}`);
  }
  if (!isLeftOut && compare(totals(documents), keptMoney(order)) !== 0) {
    say(`returned ${returned(order)}, but the documents leave ${totals(documents)}`);
  }
  for (const one of documents) {
    if (!one.Booked || one.Cancelled || !isZero(one.Balance)) {
      say(`document ${one.DocumentNumber} is left with booked ${one.Booked}, open ${one.Balance}`);
    }
  }
  const numbers = new Set(documents.map((one) => one.DocumentNumber));
  const own = payments.filter((payment) => numbers.has(String(payment.InvoiceNumber)));
  const paid = sum(
    own.map((payment) => payment.Amount),
    CENTS,
  );
  if (!isLeftOut && compare(paid, keptMoney(order)) !== 0) say(`paid ${paid} instead of ${keptMoney(order)}`);
  if (own.some((payment) => !payment.Booked)) say("a payment is not booked");
  const same = (one: readonly string[], other: readonly string[]) =>
    [...one].sort().join() === [...other].sort().join();
  if (
    !same(
      (view?.documents ?? []).map((one) => one.external_id),
      [...numbers],
    )
  ) {
    say(
      `we report the documents ${(view?.documents ?? []).map((one) => one.external_id).join(", ")} instead of ${[...numbers].join(", ")}`,
    );
  }
  if (
    !same(
      (view?.payments ?? []).map((one) => one.external_id),
      own.map((one) => one.Number),
    )
  ) {
    say(
      `we report the payments ${(view?.payments ?? []).map((one) => one.external_id).join(", ")} instead of ${own.map((one) => one.Number).join(", ")}`,
    );
  }
  return wrong;
}

function documentsOf(order: ShopOrder, invoices: readonly Invoice[]): Invoice[] {
  return invoices.filter((invoice) => invoice.YourOrderNumber === order.number);
}

/** What exists once only, whatever happened. */
function doubled(ledger: LedgerView): string[] {
  const twice = (what: string, keys: readonly string[]): string[] => {
    const seen = new Set<string>();
    return keys.filter((key) => seen.size === seen.add(key).size).map((key) => `${what} ${key} exists twice`);
  };
  return [
    ...twice(
      "the document with our reference",
      ledger.invoices().map((one) => one.ExternalInvoiceReference1 ?? ""),
    ),
    ...twice(
      "the customer",
      ledger.customers().map((one) => one.Email ?? one.CustomerNumber),
    ),
    ...twice(
      "the article",
      ledger.articles().map((one) => one.Description),
    ),
  ];
}

function strangers(orders: readonly ShopOrder[], invoices: readonly Invoice[]): string[] {
  const numbers = new Set(orders.map((order) => order.number));
  return invoices
    .filter((invoice) => !numbers.has(invoice.YourOrderNumber ?? ""))
    .map((invoice) => `document ${invoice.DocumentNumber} belongs to no order of the shop`);
}
