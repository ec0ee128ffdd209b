import { dayAfter, dayIn } from "../../decision/dates.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { connectionCard } from "../connections/connection-card.ts";
import type { Page } from "../page.ts";
import { ledgerName } from "../words/ledger-name.ts";

const DAY_MS = 86_400_000;
/** Long enough before to open the next year without haste. */
const YEAR_ENDS_SOON_MS = 60 * DAY_MS;

interface Remark {
  readonly tone: "held" | "waiting";
  readonly text: string;
}

/** The shop and each ledger: how they are, and what is coming. */
export function healthOf(page: Page): Record<string, unknown> {
  const { installation, texts, connections } = page;
  const isRefused = installation.status === "disconnected";
  return {
    shop: {
      name: installation.tenantName,
      state: isRefused ? "held" : "booked",
      word: texts(`health.shop.${isRefused ? "disconnected" : "installed"}`),
      note: isRefused ? texts("health.shop_refuses") : null,
      sweptTo: installation.sweptTo,
    },
    ledgers: connections
      .filter((one) => one.status !== "connecting")
      .map((one) => ({ ...connectionCard(page, one), remarks: remarksOn(page, one) })),
  };
}

/** What the ledger's own facts foretell: locked days and financial years. */
function remarksOn(page: Page, connection: StoredConnection): Remark[] {
  const { facts } = connection;
  if (facts === null) return [];
  const { context, texts, format, installation } = page;
  const now = context.ports.clock.now();
  const dayAt = (ms: number): string => dayIn(installation.timeZone, new Date(ms).toISOString());
  const today = dayAt(now);
  const ledger = ledgerName(page, connection);
  const remarks: Remark[] = [];
  const { lockedUntil, years } = facts;
  if (lockedUntil !== null) {
    const tone = lockedUntil >= today ? "held" : "waiting";
    remarks.push({ tone, text: texts("overview.locked", { day: format.day(lockedUntil) }) });
  }
  const last = years
    ?.map((year) => year.to)
    .sort()
    .at(-1);
  if (last !== undefined && last < today) {
    remarks.push({
      tone: "held",
      text: texts("health.year_missing", { ledger, day: format.day(dayAfter(last)) }),
    });
  } else if (last !== undefined && last < dayAt(now + YEAR_ENDS_SOON_MS)) {
    remarks.push({
      tone: "waiting",
      text: texts("health.year_ends", { ledger, day: format.day(dayAfter(last)) }),
    });
  }
  return remarks;
}
