import { type FixSubject, fixUrl, usualPlace } from "../../api/fix-url.ts";
import { codes, type FixPlace } from "../../domain/problem.ts";
import type { Transfer } from "../../store/transfers/transfers.ts";
import type { Cause } from "../causes/causes.ts";
import type { Correspondent } from "./correspondent.ts";
import type { LetterCause, LetterLink } from "./letter.ts";

const MOST_EXAMPLES = 3;

/** One entry per cause, however many orders have it, each with the link to where it is mended. */
export function letterCauses(
  to: Correspondent,
  held: readonly Transfer[],
  causes: readonly Cause[],
  of: "orders" | "payouts" = "orders",
): LetterCause[] {
  return causes.map((cause) => {
    const orders = held.filter((one) => isOf(one, cause));
    return letterCause(to, orders, cause, of);
  });
}

function letterCause(
  to: Correspondent,
  orders: readonly Transfer[],
  cause: Cause,
  of: "orders" | "payouts",
): LetterCause {
  const { texts, say, format } = to;
  const { code, message, count } = cause;
  const shown = format.number(String(count));
  const numbers = orders.slice(0, MOST_EXAMPLES).map(({ number, orderId }) => number ?? orderId);
  const more = count - numbers.length;
  return {
    title: texts(of === "orders" ? "mail.orders" : "mail.payouts.title", { count, shown }),
    sentence: message === null ? texts(`code.${code}.sentence`, { or: codes[code].sentence }) : say(message),
    examples: [
      texts(of === "orders" ? "mail.examples" : "mail.payouts.examples", {
        count: numbers.length,
        numbers: numbers.join(", "),
      }),
      ...(more > 0 ? [texts("mail.more", { count: more, shown: format.number(String(more)) })] : []),
    ].join(" "),
    link: linkOf(to, cause, orders[0] ?? null, of),
  };
}

/** As the causes were told apart: by code, and by sentence where few are said. */
function isOf({ code, message }: Transfer, cause: Cause): boolean {
  if ((code ?? "INTERNAL") !== cause.code) return false;
  return cause.message === null || (message ?? codes[cause.code].sentence) === cause.message;
}

function linkOf(
  to: Correspondent,
  { code, fix, count }: Cause,
  first: Transfer | null,
  of: "orders" | "payouts",
): LetterLink {
  const { texts } = to;
  const place: FixPlace = fix ?? usualPlace(code);
  if (place.place === "settings") {
    const label = texts([`fix.settings.${place.field}`, "fix.setting"]);
    return { label, href: to.link(fixUrl("", place, NO_ORDER)) };
  }
  if (place.place === "connection") {
    return { label: texts("fix.connection"), href: to.link(fixUrl("", place, NO_ORDER)) };
  }
  if (of === "payouts")
    return { label: texts("mail.payouts.link"), href: to.link("/embedded/reports/payouts") };
  // What is mended order by order: the one order's own place, or the list of them all.
  if (count > 1 || first === null) {
    const list = `/embedded/orders?${new URLSearchParams({ state: "held", code }).toString()}`;
    return { label: texts("mail.to_orders"), href: to.link(list) };
  }
  const own = fixUrl("", { place: "order" }, { orderId: first.orderId, platformUrl: null });
  return { label: texts("mail.to_order"), href: to.link(own) };
}

const NO_ORDER: FixSubject = { orderId: null, platformUrl: null };
