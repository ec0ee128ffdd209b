import { offeredSystems } from "../../pipeline/setup/connecting.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { mayOpen } from "../access/access.ts";
import { formToken } from "../access/form-token.ts";
import type { Page } from "../page.ts";

export const OPEN = "practice:open";

/** The button that opens practice books: for who has no ledger yet and is not practising already. */
export async function practiceOffer(page: Page): Promise<Record<string, unknown> | null> {
  const { context, connections, session } = page;
  const isOffered = offeredSystems(context).some((system) => system.isPractice);
  const isWanted = connections.every((one) => one.status === "connecting" && !one.isPractice);
  if (!isOffered || !isWanted || !session.isAdmin) return null;
  return { action: page.href("/practice/open"), token: await formToken(page, OPEN) };
}

/** Whether a ledger is connected, so that practising is over. */
export function hasLedger({ connections }: Page): boolean {
  return connections.some((one) => !one.isPractice && one.status !== "connecting");
}

/** The practice books of the shop: those the page is about, else the only ones there are. */
export function practiceOf({ connection, connections }: Page): StoredConnection | null {
  if (connection?.isPractice === true) return connection;
  return connections.find((one) => one.isPractice) ?? null;
}

/** A page about the practice books, also where a ledger is connected beside them. */
export function practiceHref(
  page: Page,
  practice: StoredConnection,
  path = "",
  more: Readonly<Record<string, string>> = {},
): string {
  const named = page.connection?.id === practice.id ? {} : { connection: String(practice.id) };
  return page.href(`/practice${path}`, { ...named, ...more });
}

/** What every page about practice books says of them; null on all others. */
export function practiceBanner(page: Page, path: string): Record<string, unknown> | null {
  const { connection, texts } = page;
  if (connection?.isPractice !== true) return null;
  const banner = texts("practice.banner");
  if (!mayOpen(page.session, "GET /practice")) return { text: banner, link: null };
  if (path === "/practice" && hasLedger(page)) {
    return { text: `${banner} ${texts("practice.done")}`, link: null };
  }
  const link =
    path === "/practice"
      ? { href: page.href("/start", { step: "connect" }), label: texts("practice.connect"), target: null }
      : { href: page.href("/practice"), label: texts("practice.look"), target: null };
  return { text: banner, link };
}

/** Who has connected a ledger is asked once more whether the practice books may go. */
export function leftoverBanner(page: Page): Record<string, unknown> | null {
  const practice = practiceOf(page);
  if (!mayOpen(page.session, "GET /practice")) return null;
  if (practice === null || page.connection === null || page.connection.isPractice) return null;
  return {
    text: page.texts("practice.leftover"),
    link: { href: practiceHref(page, practice), label: page.texts("practice.leftover_link"), target: null },
  };
}
