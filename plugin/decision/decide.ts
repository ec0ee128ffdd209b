import type { Money } from "../domain/money.ts";
import type { Plan, PlannedDocument } from "../domain/plan.ts";
import { codes, type Warning } from "../domain/problem.ts";
import { cancelled } from "./cancelled.ts";
import { outsideClosedMonths } from "./closed-months.ts";
import { customerWarnings } from "./customer.ts";
import { withDeferral } from "./deferral/deferral.ts";
import { isOpen, openSale, sentSale } from "./drafts/open-sale.ts";
import { saleDocuments, wantsOrder } from "./drafts/sales-order.ts";
import { outcomeOfFlow, plannedFlow } from "./flow/planned-flow.ts";
import type { FlowStand } from "./flow/standing.ts";
import type { DecisionInput } from "./input.ts";
import { booked, guarded, held, plan, skip, wait } from "./outcomes.ts";
import { chargebacks } from "./payments/chargebacks.ts";
import { movementsOf } from "./payments/movements.ts";
import { partlyPaidBack } from "./payments/partly-paid-back.ts";
import { chargedInAll, withPayments, withTheir } from "./payments/payments.ts";
import { setOff } from "./payments/set-off.ts";
import { unseenMoney } from "./payments/unseen-money.ts";
import { keptMoney, withdrawnPayments } from "./payments/withdrawn-money.ts";
import { prepared } from "./prepared.ts";
import { intercompany } from "./purchases/intercompany.ts";
import { withPurchases } from "./purchases/with-purchases.ts";
import { reasonNotToBook } from "./reason-not-to-book.ts";
import { Refusal } from "./refusal.ts";
import { inBooksTerms } from "./rows/books-terms.ts";
import type { Step } from "./step.ts";
import { stepsOf } from "./steps.ts";
import { inLife, isTakenBack, livesOf, together } from "./undo/lives.ts";
import { takenBack } from "./undo/taken-back.ts";

/**
 * Decides what is to be in the ledger for one order: a pure function of what is known, so the plan can be shown,
 * compared and executed any number of times. Booked documents are taken as they are, the sale's draft follows the
 * order (R16); the plan does not depend on the order in which events arrived (R17). What a person took out of the books
 * is taken back as it stands, and booked afresh in a life of its own once somebody asks for it.
 */
export function decide(asked: DecisionInput): Plan {
  const lives = livesOf(asked);
  const current = lives.at(-1);
  const plans = lives.map((life) => {
    const own = { ...asked, existing: life.existing, journals: life.journals, purchases: life.purchases };
    const isUndone = isTakenBack(life) || (asked.undone !== undefined && life === current);
    return inLife(isUndone ? takenBack(own) : decideLife(own), life.number);
  });
  if (asked.undone === undefined && current !== undefined && isTakenBack(current)) {
    plans.push(
      inLife(decideLife({ ...asked, existing: [], journals: [], purchases: [] }), current.number + 1),
    );
  }
  return outsideClosedMonths(together(plans), asked);
}

/** One life of the order: all there is, unless a person took it out of the books. */
function decideLife(asked: DecisionInput): Plan {
  const isInLedger = asked.existing.length + (asked.purchases ?? []).length > 0;
  if (asked.leftOut !== undefined && !isInLedger) {
    return plan([], skip("SKIPPED_BY_HAND", `Left out by hand: ${asked.leftOut}`));
  }
  if (asked.fromFile === true && asked.existing.length === 0) {
    return plan([], skip("DUPLICATE_NUMBER", codes.DUPLICATE_NUMBER.sentence));
  }
  const input = guarded(() => inBooksTerms(prepared(asked)));
  if (input instanceof Refusal) {
    const kept = asked.existing.map((one) => one.planned);
    return plan(kept, held(input));
  }
  if (input.settings.purchases.mode === "intercompany" && input.existing.length === 0) {
    return intercompany(input);
  }
  const early = input.existing.length === 0 ? reasonNotToBook(input) : null;
  if (early !== null) return plan([], early);
  const made = cancelled(input) ?? book(input);
  // What is reserved beyond what is owed runs out: the steps after its capture do not wait for that.
  if (isWaitingForNothing(made, input)) return decideLife({ ...asked, nothingToTake: true });
  return withPurchases(withDeferral(made, input), input);
}

function isWaitingForNothing({ flow }: Plan, { nothingToTake }: DecisionInput): boolean {
  if (flow === undefined || flow.captures.length > 0 || nothingToTake === true) return false;
  return flow.steps.some((step) => step.stands === "answering" && step.do.includes("capture"));
}

function book(input: DecisionInput): Plan {
  const { flow } = input;
  // A flow may begin with something else than a document.
  if (input.existing.length === 0 && flow !== undefined && !makesDocuments(flow))
    return beforeDocuments(flow, input);
  const sold = soldIn(input);
  const { documents, contained } = sold;
  const known = new Set([...documents.map((one) => one.key), ...contained]);
  let waiting: string | null = null;
  let { refusal } = sold;
  const done: Step[] = [];
  const [sale, ...changes] = stepsOf(input);
  if (sale !== undefined && known.has(sale.key)) done.push(sale);
  for (const step of changes) {
    if (!known.has(step.key)) {
      // What is held holds everything after it; what is in the ledger already keeps its payments.
      if (refusal !== null) continue;
      if (step.waitsFor !== null) {
        waiting ??= step.waitsFor;
        continue;
      }
      const keys = done.map((one) => one.key);
      const inBooks = documents.filter((one) => one.kind !== "order");
      const earlier = inBooks.filter((one) => keys.includes(one.key));
      const made = guarded(() => step.make(inBooks, earlier));
      if (made instanceof Refusal) {
        refusal = made;
        continue;
      }
      if (made !== null) documents.push(made);
    }
    done.push(step);
  }
  const isPaidNow = flow === undefined || flow.has("payment");
  const paid = withPayments(input, documents, isPaidNow ? movementsOf(input, documents, done) : []);
  if (isPaidNow) setOff(paid, input);
  // While a document is missing, what pays it looks as if it were paid too much, and what it would take as if it were open.
  const isWhole = refusal === null && waiting === null;
  const truths = paid.notices.filter((one) => isWhole || one.code !== "PAYMENT_EXCEEDS_TOTAL");
  const open =
    refusal === null && isPaidNow
      ? [...unseenMoney(paid, input), ...partlyPaidBack(paid, done, input), ...keptMoney(documents, input)]
      : [];
  const gone = [...withdrawnPayments(documents, input), ...chargebacks(input.order)];
  const notices = [...truths, ...open, ...gone];
  const isGone = sold.isGone && documents.length === 0;
  const stands = outcomeOf(refusal, waiting);
  const outcome = isGone
    ? GONE
    : flow !== undefined && stands.state === "booked"
      ? outcomeOfFlow(flow)
      : stands;
  const made = plan(withTheir(paid), outcome, notices, [...customerWarnings(input.order), ...sold.warnings]);
  const whole = { ...made, removals: sold.removals };
  if (flow === undefined || isGone || refusal !== null) return whole;
  return { ...whole, flow: plannedFlow(flow, owedFor(documents, input), input) };
}

const makesDocuments = (flow: FlowStand): boolean => flow.dayOf("order", "invoice", "draft") !== null;

/** What is to be done before the first document: the sale is worked out, but nothing of it goes to the ledger. */
function beforeDocuments(flow: FlowStand, input: DecisionInput): Plan {
  const { document, refusal } = openSale(null, input);
  const owed = owedFor(document === null ? [] : [document], input);
  const made = plan([], refusal === null ? outcomeOfFlow(flow) : held(refusal));
  return refusal === null ? { ...made, flow: plannedFlow(flow, owed, input) } : made;
}

/** What the customer owes for all documents; an order in the ledger counts while it is not invoiced. */
function owedFor(documents: readonly PlannedDocument[], { order }: DecisionInput): Money {
  const inBooks = documents.filter((one) => one.kind !== "order");
  const charging =
    inBooks.length > 0 ? inBooks : documents.map((one) => ({ ...one, kind: "invoice" as const }));
  return chargedInAll(charging, order.currency);
}

const GONE = skip("NOTHING_TO_BOOK", "Everything was refunded before the document was booked.");

function outcomeOf(refusal: Refusal | null, waiting: string | null): Plan["outcome"] {
  if (refusal !== null) return held(refusal);
  return waiting === null ? booked : wait("REFUND_PENDING", waiting);
}

interface Sold {
  /** The sale as it is to stand, and every other document in the ledger, oldest first. */
  readonly documents: PlannedDocument[];
  /** Keys of the changes that the sale's document has in its rows. */
  readonly contained: readonly string[];
  readonly removals: readonly string[];
  readonly refusal: Refusal | null;
  readonly warnings: readonly Warning[];
  /** Changes have left nothing of the sale. */
  readonly isGone: boolean;
}

/** The documents in the ledger with the sale brought up to date, or made, where nobody has booked it yet. */
function soldIn(input: DecisionInput): Sold {
  const sent = sentSale(input);
  const inLedger = input.existing.map((one) => refreshed(one.planned, input));
  const contained = sent?.planned.contains ?? [];
  const kept = { documents: inLedger, contained, removals: [], refusal: null, warnings: [], isGone: false };
  if (!isOpen(sent, input)) return kept;
  const { document, refusal, takenIn } = openSale(sent, input);
  if (document === null && refusal !== null) return { ...kept, refusal };
  const others = inLedger.filter((one) => one.key !== sent?.planned.key);
  if (document === null) {
    const removals = sent === null ? [] : [sent.planned.key];
    return { ...kept, documents: others, contained: takenIn, removals, isGone: takenIn.length > 0 };
  }
  const made = saleDocuments(document, sent, input);
  return {
    ...kept,
    documents: sent === null ? [...others, ...made] : inPlace(inLedger, sent.planned.key, made),
    contained: takenIn,
    refusal,
    warnings: wantsOrder(document, sent, input) === "not possible" ? ["ORDERS_NOT_SUPPORTED"] : [],
  };
}

function inPlace(
  documents: readonly PlannedDocument[],
  key: string,
  made: readonly PlannedDocument[],
): PlannedDocument[] {
  return documents.flatMap((one) => (one.key === key ? made : [one]));
}

/** A booked document keeps its rows and date for ever; whether it is finished follows today's settings. */
function refreshed(document: PlannedDocument, input: DecisionInput): PlannedDocument {
  const { orders, refunds } = input.settings;
  if (document.kind === "order") return document;
  return { ...document, booking: document.kind === "credit_note" ? refunds.booking : orders.booking };
}
