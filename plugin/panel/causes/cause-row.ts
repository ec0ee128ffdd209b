import { formToken } from "../access/form-token.ts";
import { codeSentence, orderRow } from "../orders/order-row.ts";
import type { Page } from "../page.ts";
import type { Cause } from "./causes.ts";
import { fixLink } from "./fix-link.ts";
import { type Remedy, remedyOf } from "./remedy.ts";

/** What somebody typed beside a cause, and why it was not taken. */
export interface Mending {
  readonly cause: string;
  readonly account: string;
  readonly error: string;
}

/** Causes as the overview shows them: a sentence, how many orders, and what mends them all. */
export async function causeRows(
  page: Page,
  causes: readonly Cause[],
  mending: Mending | null,
): Promise<Record<string, unknown>[]> {
  return await Promise.all(causes.map((cause, place) => causeRow(page, cause, place, mending)));
}

async function causeRow(
  page: Page,
  cause: Cause,
  place: number,
  mending: Mending | null,
): Promise<Record<string, unknown>> {
  const { code, message, only, count } = cause;
  const listed = only === null ? page.href("/orders", { state: "held", code }) : orderRow(page, only)["href"];
  const id = `cause-${place + 1}`;
  const remedy = page.can.act && message !== null ? remedyOf(cause.fix) : null;
  return {
    id,
    code,
    count,
    what: only === null ? null : (only.number ?? only.orderId),
    sentence: message === null ? codeSentence(page, code) : page.say(message),
    fix: cause.fix === null ? null : fixLink(page, cause.fix, only),
    href: listed,
    remedy: remedy === null ? null : await remedyView(page, remedy, id, count, mending),
    tryAgainToken: page.can.act ? await formToken(page, `try-again:${code}`) : null,
  };
}

/** A remedy as a form; `count` null: nothing waits for it yet. */
export async function remedyView(
  page: Page,
  remedy: Remedy,
  id: string,
  count: number | null,
  mending: Mending | null,
): Promise<Record<string, unknown>> {
  const isHere = mending?.cause === id;
  const row = remedy.kind === "account" ? (remedy.row ?? {}) : rowOf(remedy);
  return {
    cause: id,
    field: remedy.field,
    hidden: Object.entries(row).map(([name, value]) => ({ name, value })),
    isAccount: remedy.kind === "account",
    account: isHere ? mending.account : "",
    error: isHere ? mending.error : null,
    does:
      remedy.kind === "account"
        ? page.texts(count === null ? "remedy.save" : "remedy.account", { count })
        : page.texts(`remedy.${remedy.field}`, { count, value: remedy.value }),
    token: await formToken(page, "mend"),
  };
}

const rowOf = ({ field, value }: Extract<Remedy, { kind: "choice" }>): Record<string, string> =>
  field === "vat.registrations" ? { registration: value } : {};
