import {
  formatMoney,
  isNegative,
  isZero,
  type Money,
  negate,
  smaller,
  subtract,
  zero,
} from "../../domain/money.ts";
import type { PlannedDocument, PlannedPayment } from "../../domain/plan.ts";
import { paymentDay } from "../dates.ts";
import type { DecisionInput } from "../input.ts";
import type { Ledgered } from "../payments/ledgered.ts";
import { withPayments } from "../payments/payments.ts";
import { Refusal } from "../refusal.ts";
import { UNDO } from "./lives.ts";
import type { Place } from "./registered-places.ts";

/**
 * The documents with what takes their payments back: on the credit notes what came in, on invoices what went out, each
 * on the account it was registered on. The same documents give the same payments, also when some of them are registered
 * already (R17). Throws what cannot be taken back.
 */
export function withTakenPayments(
  documents: readonly PlannedDocument[],
  places: readonly Place[],
  day: string,
  input: DecisionInput,
): Ledgered {
  const plain = documents.map((one) => ({
    ...one,
    payments: one.payments.filter((payment) => payment.undoes === undefined),
  }));
  const paid = withPayments(input, plain, []);
  for (const place of places) {
    let left = place.amount;
    for (const document of takersOf(place, documents)) {
      const open = paid.open.get(document.key) ?? zero(document.currency);
      const share = smaller(isNegative(left) ? negate(left) : left, open);
      if (isZero(share) || isNegative(share)) continue;
      const payment = taking(place, share, day, input);
      const known = document.payments.find((one) => one.undoes === true && one.id === payment.id);
      paid.payments.get(document.key)?.push(known ?? payment);
      paid.open.set(document.key, subtract(open, share));
      left = isNegative(left) ? subtract(left, negate(share)) : subtract(left, share);
    }
    if (!isZero(left) && input.leavesDrafts !== "all") throw leftOver(place, input);
  }
  return paid;
}

/** No document of the order has so much open: nothing is left lying on an account without a word. */
function leftOver({ account, mode, amount }: Place, { ledgerName }: DecisionInput): Refusal {
  const message = `${formatMoney(amount)} ${amount.currency} on ${account ?? mode ?? ""} cannot be taken back on any document of the order. Take the order back in ${ledgerName} by hand.`;
  return new Refusal("UNDO_IMPOSSIBLE", message, { place: "ledger" });
}

/** What takes the order back comes first; a draft bears no payment. */
function takersOf(place: Place, documents: readonly PlannedDocument[]): PlannedDocument[] {
  const kind = isNegative(place.amount) ? "invoice" : "credit_note";
  const takers = documents.filter((one) => one.kind === kind && one.booking === "book");
  return [...takers.filter((one) => one.key === UNDO), ...takers.filter((one) => one.key !== UNDO)];
}

function taking(place: Place, share: Money, day: string, input: DecisionInput): PlannedPayment {
  const { account, mode, method, amount, movedAs } = place;
  const isWhole =
    movedAs !== undefined && isZero(subtract(isNegative(amount) ? negate(amount) : amount, share));
  return {
    id: `${UNDO}-${mode ?? account ?? ""}`,
    direction: isNegative(amount) ? "in" : "out",
    method,
    amount: formatMoney(share),
    currency: share.currency,
    date: paymentDay(day, input.facts, input.settings),
    account,
    mode,
    why: "takes back what was registered there; no money moves (R16)",
    ...(isWhole ? { movedAs } : {}),
    undoes: true,
  };
}
