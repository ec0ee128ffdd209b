import type { Line, Refund } from "../domain/order.ts";
import { exchangeDocument, mainDocument, refundDocument } from "./documents.ts";
import { editDocument } from "./edits.ts";
import { type DecisionInput, type ExistingDocument, isFinal } from "./input.ts";
import { settledOf } from "./payments/movements.ts";
import { waitsFor } from "./payments/unmoved-money.ts";
import { isZeroSale } from "./reason-not-to-book.ts";
import { byTime } from "./rows/minor-units.ts";
import { saleDay } from "./sale-day.ts";
import type { Step } from "./step.ts";

/** What happened, oldest first whatever order it is listed in (R17): sale, then edits and refunds by time. */
export function stepsOf(input: DecisionInput): Step[] {
  const changes = [...edits(input), ...refunds(input)].sort(
    (a, b) => byTime(a.at, "", b.at, "") || a.rank - b.rank || byTime(a.at, a.step.key, b.at, b.step.key),
  );
  return [
    sale(input),
    ...withExchange(
      changes.map((one) => one.step),
      input,
    ),
  ];
}

interface Dated {
  readonly at: string;
  /** At the same instant an edit comes before the refund it leads to. */
  readonly rank: number;
  readonly step: Step;
}

const plain = (key: string, make: Step["make"]): Step => ({ key, refund: null, waitsFor: null, make });

function sale(input: DecisionInput): Step {
  const { order, settings } = input;
  return plain("invoice", () => {
    // Only an order that became something by a later edit gets here with nothing sold (R13).
    if (isZeroSale(order) && settings.orders.zero_total === "skip") return null;
    return mainDocument(input, saleDay(input));
  });
}

function edits(input: DecisionInput): Dated[] {
  return input.order.edits.map((edit) => ({
    at: edit.at,
    rank: 0,
    step: plain(`edit-${edit.id}`, (before) => editDocument(edit, before, input)),
  }));
}

function refunds(input: DecisionInput): Dated[] {
  if (!input.settings.refunds.enabled) return [];
  return input.order.refunds.map((refund) => ({
    at: refund.createdAt,
    rank: 1,
    step: {
      key: `refund-${refund.id}`,
      refund,
      waitsFor: waitsFor(refund),
      make: (before, earlier) =>
        refundDocument(refund, before, settledOf(refund, earlier, input.order), input),
    },
  }));
}

/**
 * The new goods of an exchange belong to the latest refund and bear its day. A refund that takes exchanged goods back
 * comes after them. Goods that stand on an invoice in the ledger already are not sold again when a later refund
 * becomes the latest.
 */
function withExchange(steps: readonly Step[], input: DecisionInput): Step[] {
  const sold = input.existing
    .filter((one) => [one.planned.key, ...containedIn(one, input)].some(isExchange))
    .flatMap((one) => one.planned.specification ?? one.planned.rows)
    .map((row) => row.sourceId);
  const lines = input.order.exchangeLines.filter((line) => !sold.includes(line.id));
  if (lines.length === 0) return [...steps];
  const owner = ownerOf(lines, input);
  const key = freeKey(`exchange-${owner?.id ?? "1"}`, input);
  const step = plain(key, () => exchangeDocument(key, lines, owner, input));
  const first = steps.findIndex((one) => one.refund !== null && takesBack(one.refund, lines));
  return first === -1 ? [...steps, step] : [...steps.slice(0, first), step, ...steps.slice(first)];
}

const isExchange = (key: string): boolean => key.startsWith("exchange-");

/** Changes that a booked document has in its rows for ever; those of an open one are decided again. */
function containedIn(one: ExistingDocument, input: DecisionInput): readonly string[] {
  return isFinal(one, input) ? (one.planned.contains ?? []) : [];
}

function ownerOf(lines: readonly Line[], input: DecisionInput): Refund | undefined {
  const byDay = [...input.order.refunds].sort((a, b) => byTime(a.createdAt, a.id, b.createdAt, b.id));
  return byDay.findLast((refund) => !takesBack(refund, lines)) ?? byDay.at(-1);
}

const takesBack = (refund: Refund, lines: readonly Line[]): boolean =>
  refund.lines.some((credited) => lines.some((line) => line.id === credited.lineId));

function freeKey(key: string, input: DecisionInput): string {
  const taken = input.existing.flatMap((one) => [one.planned.key, ...containedIn(one, input)]);
  let free = key;
  for (let count = 2; taken.includes(free); count++) free = `${key}-${count}`;
  return free;
}
