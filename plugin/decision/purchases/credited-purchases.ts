import {
  add,
  allocate,
  compare,
  isNegative,
  isZero,
  larger,
  type Money,
  parseMoney,
  scale,
  smaller,
  subtract,
  sum,
  zero,
} from "../../domain/money.ts";
import type { PlannedRow } from "../../domain/plan.ts";
import type { PlannedPurchase, PurchaseRow } from "../../domain/purchase.ts";
import { isCreditOfAll } from "../credits/credit-of-all.ts";
import { documentDate } from "../dates.ts";
import type { DecisionInput } from "../input.ts";
import { wordsFor } from "../words.ts";
import { type Lot, lotsOf, soldByThing } from "./lots.ts";
import { countOf, piecesBack } from "./pieces-back.ts";
import {
  ANYTHING,
  amountsOf,
  boughtRows,
  isPieces,
  numberOf,
  type Pair,
  purchaseKey,
  purchaseSums,
  type SaleDocument,
  soldAs,
} from "./purchase-rows.ts";

/**
 * What the suppliers take back when a sale is credited: of each thing bought the same part as is credited of it. Worked out
 * from all credits so far less what they took back before, so that the credit that empties the sale empties the purchases
 * to the cent (R6, R19). An amount without lines lies over what is left of them all. Nothing where nothing was bought.
 */
export function creditedPurchases(
  credit: SaleDocument,
  inLedger: readonly PlannedPurchase[],
  before: readonly Pair[],
  input: DecisionInput,
): PlannedPurchase[] {
  const { currency } = credit;
  const pairs = before.filter((one) => one.purchase.currency === currency);
  const lots = lotsOf(pairs, input);
  const earlier = pairs.filter(({ purchase }) => purchase.kind === "credit_note").map((one) => one.document);
  const inOrder = [...new Set(pairs.map((one) => one.document.key))];
  const takenBy = (credits: readonly SaleDocument[]) => creditedOf(lots, credits, inOrder, currency, input);
  const was = takenBy([...new Set(earlier)]);
  const now = takenBy([...new Set(earlier), credit]);
  const done = new Set(inLedger.map((one) => one.supplier));
  let next = 1 + Math.max(0, ...inLedger.map((one) => numberOf(one.key, credit.key) ?? 0));
  return [...Map.groupBy(lots, (lot) => lot.purchase.supplier)].flatMap(([supplier, own]) => {
    if (done.has(supplier)) return [];
    const found = rowsOf(own, soldByThing(lots, currency), was, now, currency);
    const rows = isCreditOfAll(credit) ? withTheRest(found, own, pairs, currency) : found;
    if (rows.length === 0) return [];
    const original = own.find((lot) => lot.document === credit.credits) ?? own[0];
    const key = purchaseKey(credit.key, next);
    next += 1;
    return [
      {
        key,
        kind: "credit_note",
        credits: original?.purchase.key ?? null,
        date: documentDate(credit.date, input.facts, input.settings, input.ledgerName),
        currency,
        supplier,
        orderNumber: credit.orderNumber,
        text: wordsFor(input).takenBack(credit.orderNumber),
        rows,
        ...purchaseSums(rows, currency),
      } satisfies PlannedPurchase,
    ];
  });
}

/** Words of a row: of the credit, or of the purchase where the credit has none for it. */
type Taken = Pick<PlannedRow, "text" | "quantity" | "biCode" | "why">;

/** What one row of a credit takes back of a thing sold. */
interface Share {
  readonly row: Taken;
  readonly as: string;
  readonly net: Money;
}

interface Credited {
  /** By the thing sold, never more than it was sold for. */
  readonly amounts: ReadonlyMap<string, Money>;
  /** Of the last credit. */
  readonly shares: readonly Share[];
}

/**
 * What credits have taken back of each thing sold, one after the other. A credit is counted for what was bought before it:
 * what a later document buys changes nothing of what it took.
 */
function creditedOf(
  lots: readonly Lot[],
  credits: readonly SaleDocument[],
  inOrder: readonly string[],
  currency: string,
  input: DecisionInput,
): Credited {
  const amounts = new Map<string, Money>();
  let sold: ReadonlyMap<string, Money> = new Map();
  let shares: Share[] = [];
  const nothing = zero(currency);
  /** Gives what was more than is left of the thing. */
  const take = (row: Taken, as: string, net: Money): Money => {
    const had = amounts.get(as) ?? nothing;
    const now = larger(nothing, smaller(sold.get(as) ?? nothing, add(had, net)));
    amounts.set(as, now);
    if (compare(now, had) > 0) shares.push({ row, as, net: subtract(now, had) });
    return larger(nothing, subtract(net, subtract(now, had)));
  };
  const spread = (row: Taken, net: Money): void => {
    const priced = [...sold].filter(([as]) => !isPieces(as));
    const left = priced.map(([as, whole]) => larger(nothing, subtract(whole, amounts.get(as) ?? nothing)));
    const part = smaller(net, sum(left, currency));
    if (isZero(part) || isNegative(part)) return;
    const parts = allocate(part, left);
    for (const [index, [as]] of priced.entries()) take(row, as, parts[index] ?? nothing);
  };
  for (const credit of credits) {
    shares = [];
    const place = inOrder.indexOf(credit.key);
    const before = place === -1 ? inOrder : inOrder.slice(0, place);
    sold = soldByThing(
      lots.filter((lot) => before.includes(lot.document)),
      currency,
    );
    const rows = boughtRows(credit, input);
    const loose = rows.map((row): readonly [Taken, Money] => {
      const net = parseMoney(row.net, currency);
      const taken = { ...row, why: `the same part of the purchase as ${row.net} is of the sale (R6, R19)` };
      if (row.kind === "adjustment") return [taken, net];
      const as = sold.has(soldAs(row)) ? soldAs(row) : ANYTHING;
      // What was bought from nobody takes nothing back; what a goodwill took of a line before lies on the others.
      return [taken, sold.has(as) ? take(taken, as, net) : nothing];
    });
    for (const { taken, as, pieces } of piecesBack(credit, lots, input)) take(taken, as, pieces);
    for (const [row, net] of loose) spread(row, net);
    if (!isCreditOfAll(credit)) continue;
    // What a credit of the whole order has no row for is emptied as it was bought.
    for (const lot of lots) {
      const left = subtract(sold.get(lot.as) ?? nothing, amounts.get(lot.as) ?? nothing);
      if (isZero(left) || isNegative(left)) continue;
      const quantity = isPieces(lot.as) ? countOf(left) : lot.terms.quantity;
      take({ ...lot.terms, quantity, why: THE_REST }, lot.as, left);
    }
  }
  return { amounts, shares };
}

const THE_REST = "all that is left of the purchase (R6, R19)";

/** The same rows taking back all that is left of what was bought from a supplier, to the cent. */
function withTheRest(
  rows: readonly PurchaseRow[],
  lots: readonly Lot[],
  pairs: readonly Pair[],
  currency: string,
): PurchaseRow[] {
  const [lot] = lots;
  const terms = rows[0] ?? lot?.terms;
  if (lot === undefined || terms === undefined) return [];
  const own = pairs.map((one) => one.purchase).filter((one) => one.supplier === lot.purchase.supplier);
  const rest = (field: "net" | "vat"): Money => {
    const of = (kind: PlannedPurchase["kind"]): Money =>
      sum(
        own.filter((one) => one.kind === kind).map((one) => parseMoney(one[field], currency)),
        currency,
      );
    const taken = rows.map((row) => parseMoney(row[field], currency));
    return subtract(subtract(of("invoice"), of("credit_note")), sum(taken, currency));
  };
  const [net, vat] = [rest("net"), rest("vat")];
  if (isZero(net) && isZero(vat)) return [...rows];
  const [first, ...others] = rows;
  const had = (field: "net" | "vat"): Money =>
    first === undefined ? zero(currency) : parseMoney(first[field], currency);
  const whole = amountsOf(add(had("net"), net), add(had("vat"), vat));
  const { text, quantity, vatRate, account, vatCode, biCode } = terms;
  const why = first?.why ?? THE_REST;
  return [{ text, quantity, ...whole, vatRate, account, vatCode, biCode, why }, ...others];
}

/** The rows of a supplier's credit: one for each row of the credit, apart by what the purchase was booked on. */
function rowsOf(
  lots: readonly Lot[],
  sold: ReadonlyMap<string, Money>,
  was: Credited,
  { amounts, shares }: Credited,
  currency: string,
): PurchaseRow[] {
  const nothing = zero(currency);
  const found = new Map<string, { lot: Lot; row: Taken; net: Money; vat: Money }>();
  for (const lot of lots) {
    const whole = sold.get(lot.as) ?? nothing;
    const own = shares.filter((share) => share.as === lot.as);
    if (own.length === 0 || isZero(whole)) continue;
    const backOf = (bought: Money): Money[] => {
      const until = (all: Credited["amounts"]) => scale(all.get(lot.as) ?? nothing, bought, whole);
      const back = subtract(until(amounts), until(was.amounts));
      return allocate(
        back,
        own.map((share) => share.net),
      );
    };
    const [nets, vats] = [backOf(lot.net), backOf(lot.vat)];
    for (const [index, { row }] of own.entries()) {
      const { account, vatRate, vatCode } = lot.terms;
      const key = [shares.findIndex((one) => one.row === row), account, vatRate, vatCode].join(" ");
      const known = found.get(key) ?? { lot, row, net: nothing, vat: nothing };
      const net = add(known.net, nets[index] ?? nothing);
      found.set(key, { ...known, net, vat: add(known.vat, vats[index] ?? nothing) });
    }
  }
  return [...found.values()]
    .filter(({ net, vat }) => !isNegative(net) && !(isZero(net) && isZero(vat)))
    .map(({ lot: { terms }, row, net, vat }) => ({
      text: row.text,
      quantity: row.quantity,
      ...amountsOf(net, vat),
      vatRate: terms.vatRate,
      account: terms.account,
      vatCode: terms.vatCode,
      biCode: row.biCode ?? null,
      why: row.why,
    }));
}
