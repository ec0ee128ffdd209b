import {
  add,
  isNegative,
  isZero,
  type Money,
  negate,
  parseMoney,
  smaller,
  subtract,
  zero,
} from "../../domain/money.ts";
import type { PlannedDocument, PlannedPayment } from "../../domain/plan.ts";

/** An account, or a mode of payment, and what the order's registered payments have left on it. */
export interface Place {
  readonly account: string | null;
  readonly mode: string | null;
  readonly method: string;
  /** Positive where money came in. */
  readonly amount: Money;
  /** What really moved, where the place knows one whole payment only and that was in another currency (R11). */
  readonly movedAs?: PlannedPayment["movedAs"];
}

/** What goes from one place to another without a document between them. */
export interface Shift {
  readonly from: Place;
  readonly to: Place;
  readonly amount: Money;
}

/**
 * What the registered payments of the documents have left on each account, their fees and surpluses on theirs; what
 * settled documents among themselves moved nothing. In the order in which the accounts were used first.
 */
export function registeredPlaces(documents: readonly PlannedDocument[], currency: string): Place[] {
  const parts = documents.flatMap((one) =>
    one.payments.filter(isMoney).flatMap((payment) => partsOf(payment, currency)),
  );
  const places = Map.groupBy(parts, ({ account, mode }) => JSON.stringify([account, mode]));
  return [...places.values()].flatMap((together): Place[] => {
    const [first] = together;
    if (first === undefined) return [];
    const amount = together.map((one) => one.amount).reduce(add);
    if (isZero(amount)) return [];
    const { movedAs, ...place } = first;
    return [{ ...place, amount, ...(together.length > 1 || movedAs === undefined ? {} : { movedAs }) }];
  });
}

const isMoney = (payment: PlannedPayment): boolean =>
  payment.setOff === undefined && payment.undoes === undefined;

/** A fee is taken off whichever way the money goes; a surplus goes with the money and is owed on its own account. */
function partsOf(payment: PlannedPayment, currency: string): Place[] {
  const { account, mode, method, direction, fee, surplus, movedAs } = payment;
  const money = (text: string): Money => parseMoney(text, currency);
  const signed = (amount: Money): Money => (direction === "in" ? amount : negate(amount));
  const charged = fee === undefined ? zero(currency) : money(fee.amount);
  const over = surplus === undefined ? zero(currency) : signed(money(surplus.amount));
  const amount = subtract(add(signed(money(payment.amount)), over), charged);
  const isWhole = fee === undefined && surplus === undefined && movedAs !== undefined;
  return [
    { account, mode, method, amount, ...(isWhole ? { movedAs } : {}) },
    ...(fee === undefined ? [] : [{ account: fee.account, mode: null, method, amount: charged }]),
    ...(surplus === undefined
      ? []
      : [{ account: surplus.account, mode: null, method, amount: negate(over) }]),
  ];
}

/**
 * Evens out places on either side, the money that came in against what went out elsewhere (a card payment that was given
 * back as store credit): what is left are payments of one direction, as much as the documents have open.
 */
export function evenedOut(places: readonly Place[]): { readonly shifts: Shift[]; readonly rest: Place[] } {
  const rest = [...places];
  const shifts: Shift[] = [];
  for (;;) {
    const from = rest.findIndex(({ amount }) => !isNegative(amount) && !isZero(amount));
    const to = rest.findIndex(({ amount }) => isNegative(amount));
    const [giving, taking] = [rest[from], rest[to]];
    if (giving === undefined || taking === undefined) break;
    const amount = smaller(giving.amount, negate(taking.amount));
    shifts.push({ from: giving, to: taking, amount });
    rest[from] = withoutMoved({ ...giving, amount: subtract(giving.amount, amount) });
    rest[to] = withoutMoved({ ...taking, amount: add(taking.amount, amount) });
  }
  return { shifts, rest: rest.filter(({ amount }) => !isZero(amount)) };
}

function withoutMoved(place: Place): Place {
  const { movedAs: _moved, ...rest } = place;
  return rest;
}
