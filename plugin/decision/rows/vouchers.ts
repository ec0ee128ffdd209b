import {
  add,
  type Decimal,
  formatDecimal,
  isDecimalZero,
  isZero,
  negate,
  parseDecimal,
  subtract,
  sum,
  vatInGross,
} from "../../domain/money.ts";
import type { Line, Order, Payment, Refund } from "../../domain/order.ts";
import type { Settings } from "../../settings/schema.ts";
import { isMoneyOnly, moneyOf, successful } from "../credits/refund-money.ts";
import { Refusal, settingsField } from "../refusal.ts";

const REDEEMED = "redeemed-voucher:";
const LIST = "liabilities.single_purpose_vouchers";

/**
 * Single-purpose vouchers bear their VAT when they are sold, so nothing is taxed again when they pay (R8): what they pay
 * becomes a row of the opposite sign at the same rate, and what goes back on them takes that row back. Cards of the
 * list that are sold are ordinary taxed lines. Throws when the rate of a voucher cannot be known.
 */
export function withVouchers(order: Order, settings: Settings): Order {
  const marked = { ...order, lines: order.lines.map((line) => soldAs(line, settings)) };
  const received = order.payments.filter((payment) => isReceived(payment, order.currency));
  checkNamed(received, settings);
  const redeemed = received.filter((payment) => isSinglePurpose(payment, settings));
  if (redeemed.length === 0) return marked;
  const lines = redeemed.map((payment) => redemption(payment, order, settings));
  const gross = moneyOf(redeemed, order.currency);
  const tax = sum(
    lines.flatMap((line) => line.taxLines.map((one) => one.amount)),
    order.currency,
  );
  return {
    ...marked,
    lines: [...marked.lines, ...lines],
    total: subtract(order.total, gross),
    totalTax: add(order.totalTax, tax),
    payments: order.payments.filter((payment) => !redeemed.includes(payment)),
    refunds: order.refunds.map((refund) => takenBack(refund, redeemed, lines, order.currency)),
  };
}

/** True when a part of the order was paid with a voucher whose VAT is known: it is no order without money (R13). */
export function redeemsVoucher(order: Order): boolean {
  return order.lines.some((line) => line.id.startsWith(REDEEMED));
}

function soldAs(line: Line, settings: Settings): Line {
  if (line.voucher === "multi_purpose") return { ...line, giftCard: true };
  const isListed = line.giftCard && line.sku !== null && listed(line.sku, settings) !== undefined;
  return isListed ? { ...line, voucher: "single_purpose" } : line;
}

function isReceived({ amount, kind, status }: Payment, currency: string): boolean {
  if (amount.currency !== currency || isZero(amount)) return false;
  return status === "success" && (kind === "sale" || kind === "capture");
}

function isSinglePurpose(payment: Payment, settings: Settings): boolean {
  const { single_purpose_vouchers: list, unnamed_vouchers: unnamed } = settings.liabilities;
  if (isUnnamed(payment)) return list.length > 0 && unnamed === "single_purpose";
  return payment.giftCardId !== null && listed(payment.giftCardId, settings) !== undefined;
}

/** A gift card of which the shop does not say which one it is: none of the list, where the platform names those. */
const isUnnamed = ({ giftCardId, gateway }: Payment): boolean =>
  giftCardId === null && gateway === "gift_card";

/**
 * Where a platform names no card, one beside vouchers sold with their VAT would be taxed twice or not at all: it is
 * never guessed.
 */
function checkNamed(received: readonly Payment[], { liabilities }: Settings): void {
  const mayBeEither =
    liabilities.single_purpose_vouchers.length > 0 && liabilities.unnamed_vouchers === "hold";
  if (!mayBeEither || !received.some((payment) => payment.isUnnamedCard === true)) return;
  throw new Refusal(
    "VAT_UNMAPPED",
    "The order is paid with a gift card, and the shop does not say which: whether its VAT was booked when it was sold is not known. Say for which kind such cards are to be taken.",
    settingsField("liabilities.unnamed_vouchers"),
  );
}

/** The entry of a SKU: the SKU alone, or with the rate of its VAT ("CARD-25=25"). */
function listed(sku: string, settings: Settings): string | undefined {
  return settings.liabilities.single_purpose_vouchers.find(
    (entry) => entry === sku || RATE.exec(entry)?.[1] === sku,
  );
}

const RATE = /^(.+)=(\d{1,2}(?:\.\d{1,2})?)$/;

function redemption(payment: Payment, order: Order, settings: Settings): Line {
  const { amount } = payment;
  const sku = payment.giftCardId ?? "";
  const rate = rateOf(sku, order, settings);
  const vat = vatInGross(amount, rate);
  const price = order.pricesIncludeTax ? amount : subtract(amount, vat);
  const first = order.lines.find((line) => !line.giftCard && !line.tip);
  return {
    id: `${REDEEMED}${payment.id}`,
    productId: null,
    variantId: null,
    sku: null,
    title: sku === "" ? "Voucher, sold with its VAT" : `Voucher ${sku}, sold with its VAT`,
    quantity: parseDecimal("1"),
    unitPrice: negate(price),
    discount: subtract(price, price),
    nature: first?.nature ?? "goods",
    giftCard: false,
    voucher: null,
    tip: false,
    fee: false,
    period: null,
    taxLines: [{ rate, amount: negate(vat), channelLiable: false }],
  };
}

/** The rate its entry names, or all entries where it has no name itself; else the one rate at which the order sells. */
function rateOf(sku: string, order: Order, settings: Settings): Decimal {
  const { single_purpose_vouchers: list } = settings.liabilities;
  const entries = sku === "" ? list : list.filter((entry) => entry === listed(sku, settings));
  const named = new Set(entries.map((entry) => RATE.exec(entry)?.[2]));
  const [rate] = named;
  if (named.size === 1 && rate !== undefined) return parseDecimal(rate);
  const rates = new Map(
    order.lines
      .flatMap((line) => line.taxLines)
      .filter((tax) => !tax.channelLiable && !isDecimalZero(tax.rate) && !isZero(tax.amount))
      .map((tax) => [formatDecimal(tax.rate), tax.rate]),
  );
  const [only, another] = rates.values();
  if (only !== undefined && another === undefined) return only;
  const sold = rates.size === 0 ? "without VAT" : `at ${[...rates.keys()].join(" and ")} %`;
  if (sku === "") {
    throw new Refusal(
      "VAT_UNMAPPED",
      `The order is sold ${sold} and paid with a voucher the shop does not name: say at which rate such vouchers are sold, the same for all of the list.`,
      settingsField(LIST),
    );
  }
  throw new Refusal(
    "VAT_UNMAPPED",
    `The order is sold ${sold} and paid with the single-purpose voucher ${sku}: say at which rate it was sold, as ${sku}=25.`,
    settingsField(LIST),
  );
}

const isSameCard = (one: Payment, other: Payment): boolean =>
  one.giftCardId === other.giftCardId && (one.giftCardId !== null || isUnnamed(other));

/** Money that goes back on such a voucher takes the row of its redemption back, and is no movement of its own. */
function takenBack(
  refund: Refund,
  redeemed: readonly Payment[],
  lines: readonly Line[],
  currency: string,
): Refund {
  const back = successful(refund).filter((payment) =>
    redeemed.some((one) => isSameCard(one, payment) && one.amount.currency === payment.amount.currency),
  );
  if (back.length === 0) return refund;
  const whole = moneyOf(successful(refund), currency);
  const rows = back.flatMap((payment) => {
    const line = lines[redeemed.findIndex((one) => isSameCard(one, payment))];
    const rate = line?.taxLines[0]?.rate;
    if (line === undefined || rate === undefined) return [];
    const gross = negate(payment.amount);
    return [{ lineId: line.id, quantity: parseDecimal("1"), gross, tax: vatInGross(gross, rate) }];
  });
  // Money that says nothing of lines is an amount without lines, whatever way it went.
  const unsaid = isMoneyOnly(refund) ? [{ kind: "other" as const, gross: whole, tax: null }] : [];
  return {
    ...refund,
    lines: [...refund.lines, ...rows],
    adjustments: [...refund.adjustments, ...unsaid],
    payments: refund.payments.filter((payment) => !back.includes(payment)),
  };
}
