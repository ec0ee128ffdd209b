import { decide } from "../../decision/decide.ts";
import type { Order } from "../../domain/order.ts";
import type { Plan, PlannedDocument } from "../../domain/plan.ts";
import type { Asking } from "./asking.ts";

/** What one thing about an order's booking is now and would be. Null: there is none. */
export interface Difference {
  /** The document's key, null where it is about the order as a whole. */
  readonly document: string | null;
  /** Text of the row, null where it is about the document. */
  readonly row: string | null;
  /** A name such as `account`, `vat_code` or `outcome`. */
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface RehearsedOrder {
  readonly order: Order;
  readonly differences: readonly Difference[];
}

export interface Rehearsal {
  /** How many orders were decided twice. */
  readonly orders: number;
  readonly changed: readonly RehearsedOrder[];
}

/**
 * Decides orders by the settings of `now` and by those of `then`, as if nothing of them were in the ledger, and tells what would
 * be booked differently. Nothing is written, and no register is asked about VAT numbers.
 */
export function rehearse(orders: readonly Order[], now: Asking, then: Asking): Rehearsal {
  const changed = orders.map((order) => {
    const before = decide({ ...now, order });
    const after = decide({ ...then, order });
    return { order, differences: differencesOf(before, after) };
  });
  return { orders: orders.length, changed: changed.filter(({ differences }) => differences.length > 0) };
}

type Fact = Omit<Difference, "before" | "after"> & { readonly value: string | null };

/** A plan as single facts that can be held against each other; of a document that is not `common`, only that it is there. */
function factsOf(plan: Plan, common: ReadonlySet<string>): Map<string, Fact> {
  const { outcome } = plan;
  const said = outcome.state === "booked" ? outcome.state : outcome.message;
  const facts: Fact[] = [
    { document: null, row: null, what: "outcome", value: said },
    ...plan.documents.flatMap((one): Fact[] =>
      common.has(one.key)
        ? documentFacts(one)
        : [{ document: one.key, row: null, what: one.kind, value: `${one.gross} ${one.currency}` }],
    ),
    ...(plan.journals ?? []).map(({ key, date, lines }) => ({
      document: key,
      row: null,
      what: "voucher",
      value: `${date}: ${lines.map(({ account, debit, credit }) => `${account} ${debit}/${credit}`).join(", ")}`,
    })),
    ...(plan.purchases ?? []).map(({ key, supplier, gross, currency, rows }) => ({
      document: key,
      row: null,
      what: "purchase",
      value: `${gross} ${currency} ${supplier}: ${[...new Set(rows.map((row) => row.account))].join(", ")}`,
    })),
  ];
  return new Map(facts.map((fact) => [`${fact.document} ${fact.row} ${fact.what}`, fact]));
}

function documentFacts(document: PlannedDocument): Fact[] {
  const { key, kind, date, currency, booking, reference, comment, terms, customer } = document;
  const whole = { kind, date, currency, booking, reference, comment, terms, customer: customer.fixedNumber };
  const seen = new Map<string, number>();
  return [
    ...Object.entries(whole).map(([what, value]) => ({ document: key, row: null, what, value })),
    ...document.rows.flatMap((row) => {
      // Two rows may have the same text.
      const turn = (seen.get(row.text) ?? 0) + 1;
      seen.set(row.text, turn);
      const name = turn === 1 ? row.text : `${row.text} (${turn})`;
      const { account, costCentre, project, gross, vat } = row;
      const values = {
        account,
        vat_code: row.vatCode,
        article: row.article?.sku ?? null,
        cost_centre: costCentre,
        project,
        gross,
        vat,
      };
      return Object.entries(values).map(([what, value]) => ({ document: key, row: name, what, value }));
    }),
    ...document.payments.map(({ id, method, account, mode, amount }) => ({
      document: key,
      row: `${method} ${id}`,
      what: "payment",
      value: `${amount} ${account ?? mode ?? ""}`.trim(),
    })),
  ];
}

function differencesOf(before: Plan, after: Plan): Difference[] {
  const known = new Set(before.documents.map(({ key }) => key));
  const common = new Set(after.documents.map(({ key }) => key).filter((key) => known.has(key)));
  const [old, fresh] = [factsOf(before, common), factsOf(after, common)];
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), fresh.get(key)];
    const fact = was ?? is;
    if (fact === undefined || (was?.value ?? null) === (is?.value ?? null)) return [];
    const { document, row, what } = fact;
    return [{ document, row, what, before: was?.value ?? null, after: is?.value ?? null }];
  });
}
