import type { Notice, Outcome, Plan, PlannedDocument } from "../../domain/plan.ts";
import { dayIn } from "../dates.ts";
import { withDeferral } from "../deferral/deferral.ts";
import { creditOfAll } from "../documents.ts";
import type { DecisionInput, ExistingDocument } from "../input.ts";
import { guarded, held, plan, skip } from "../outcomes.ts";
import { withTheir } from "../payments/payments.ts";
import { setOffAll } from "../payments/set-off.ts";
import { prepared } from "../prepared.ts";
import { withPurchases } from "../purchases/with-purchases.ts";
import { Refusal } from "../refusal.ts";
import { inBooksTerms } from "../rows/books-terms.ts";
import { UNDO } from "./lives.ts";
import { evenedOut, registeredPlaces } from "./registered-places.ts";
import { withTakenPayments } from "./taken-payments.ts";
import { undoJournal } from "./undo-journal.ts";

const WHY = "taken out of the books by hand (R16)";

/**
 * Takes an order out of the books as it stands there. What nobody has booked goes; what is booked stays for ever and is
 * credited with what is left of it (BFL 5 kap. 5 §: a correction is an entry of its own, in the period in which it is
 * made); registered payments are taken back on the accounts they came to, so that customer and clearing account are
 * left with nothing; deferred revenue goes back. What the shop says of the order does not matter.
 */
export function takenBack(asked: DecisionInput): Plan {
  const outcome = skip("UNDONE", sentence(asked));
  const notices = changedSince(asked);
  const live = asked.existing.filter((one) => one.changed?.what !== "cancelled");
  const purchases = asked.purchases ?? [];
  if (asked.existing.length === 0 && purchases.length > 0)
    return { ...plan([], held(boughtFromAnother()), notices), purchases };
  if (live.length === 0 && (asked.journals ?? []).length === 0)
    return plan(plannedOf(asked.existing), outcome, notices);
  const made = guarded(() => correction(asked, live, outcome, notices));
  return made instanceof Refusal ? plan(plannedOf(asked.existing), held(made), notices) : made;
}

const plannedOf = (existing: readonly ExistingDocument[]): PlannedDocument[] => existing.map(asBooked);

function correction(
  asked: DecisionInput,
  live: readonly ExistingDocument[],
  outcome: Outcome,
  notices: readonly Notice[],
): Plan {
  refuseWhatPeopleChanged(live, asked);
  const input = inBooksTerms(prepared({ ...asked, existing: live, settings: withNothingNew(asked) }));
  const removals = live.filter(isToGo).map((one) => one.planned.key);
  const kept = live.filter((one) => !isToGo(one)).map(asBooked);
  // An order that was invoiced stays behind, but it is no entry in the books.
  const inBooks = kept.filter((one) => one.kind !== "order");
  const day = dayOf(inBooks, input);
  const known = inBooks.find((one) => one.key === UNDO);
  const credit = known ?? creditOf(inBooks, day, input);
  const documents = known === undefined && credit !== null ? [...kept, credit] : kept;
  const { shifts, rest } = evenedOut(registeredPlaces(documents, input.order.currency));
  const journals = input.journals ?? [];
  const isWritten = journals.some((one) => one.key === UNDO);
  const voucher = isWritten ? null : undoJournal(shifts, inBooks[0], day, input);
  const paid = withTakenPayments(documents, rest, day, input);
  setOffAll(paid, input);
  const whole = withDeferral(plan(withTheir(paid), outcome, [...paid.notices, ...notices]), input);
  const all = voucher === null ? whole.journals : [...(whole.journals ?? journals), voucher];
  return withPurchases({ ...whole, removals, ...(all === undefined ? {} : { journals: all }) }, input);
}

function boughtFromAnother(): Refusal {
  const message =
    "This company bought the order from another company of the shop. Take it out of the books there: the purchase is taken back with it.";
  return new Refusal("UNDO_IMPOSSIBLE", message, { place: "order" });
}

/** Nobody has booked it; what takes the order back is not taken back itself. */
const isToGo = ({ isBooked, planned }: ExistingDocument): boolean => !isBooked && planned.key !== UNDO;

/** As it stands: what is booked wants nothing more than it bears, and no e-mail is sent any more. */
function asBooked({ planned, isBooked }: ExistingDocument): PlannedDocument {
  return {
    ...planned,
    email: null,
    booking: isBooked && planned.kind !== "order" ? "book" : planned.booking,
  };
}

function creditOf(
  inBooks: readonly PlannedDocument[],
  day: string,
  input: DecisionInput,
): PlannedDocument | null {
  if (inBooks.length === 0) return null;
  const credit = creditOfAll(UNDO, day, WHY, inBooks, input);
  // A person asked for it, so it is booked, but where the ledger leaves that to a person in any case.
  const booking = input.leavesDrafts === "all" ? ("draft" as const) : ("book" as const);
  return credit === null ? null : { ...credit, email: null, booking };
}

/** The day it was asked for, in the shop's time zone; what is written already has said it for good. */
function dayOf(
  inBooks: readonly PlannedDocument[],
  { order, undone, journals = [], today }: DecisionInput,
): string {
  const written = [
    inBooks.find((one) => one.key === UNDO)?.date,
    inBooks.flatMap((one) => one.payments).find((one) => one.undoes === true)?.date,
    journals.find((one) => one.key === UNDO)?.date,
  ].find((day) => day !== undefined);
  return written ?? (undone === undefined ? (today ?? "") : dayIn(order.timeZone, undone.at));
}

/**
 * What is left of a document that people credited or changed in the ledger is not known here. Once the credit note of
 * all that was left is there, what they do to the others is no matter of this order any more.
 */
function refuseWhatPeopleChanged(live: readonly ExistingDocument[], { ledgerName }: DecisionInput): void {
  if (live.some(({ planned }) => planned.key === UNDO)) return;
  const changes = live.flatMap(({ changed }) => (changed === undefined ? [] : [changed.message]));
  if (changes.length === 0) return;
  const message = `${changes.join(" ")} What is left of it is not known here, so take this order back in ${ledgerName} by hand.`;
  throw new Refusal("UNDO_IMPOSSIBLE", message, { place: "ledger" });
}

/** Periods that are deferred in the ledger and what was bought are taken back; nothing of it is begun any more. */
function withNothingNew({ settings }: DecisionInput): DecisionInput["settings"] {
  const { deferral, purchases } = settings;
  return {
    ...settings,
    deferral: { ...deferral, enabled: false },
    purchases: { ...purchases, mode: "none" },
  };
}

function sentence({ undone }: DecisionInput): string {
  // A preview asks for no reason.
  return undone === undefined || undone.reason === ""
    ? "Taken out of the books by hand."
    : `Taken out of the books by hand: ${undone.reason}`;
}

/** Refunds and edits of an order that is not in the books any more have nothing to reduce there. */
function changedSince({ order, undone }: DecisionInput): Notice[] {
  if (undone === undefined) return [];
  const since = Date.parse(undone.at);
  const isLater = (at: string): boolean => Date.parse(at) > since;
  const refunds = order.refunds.filter((one) => isLater(one.createdAt)).length;
  const edits = order.edits.filter((one) => isLater(one.at)).length;
  if (refunds + edits === 0) return [];
  const message =
    refunds > 0
      ? "The order was refunded in the shop after it was taken out of the books; nothing of that is booked."
      : "The order was changed in the shop after it was taken out of the books; nothing of that is booked.";
  return [{ code: "CHANGED_AFTER_UNDO", message }];
}
