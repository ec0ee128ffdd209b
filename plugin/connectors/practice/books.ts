import { fix } from "../../domain/problem.ts";
import type { Clock } from "../../ports.ts";
import type { LedgerResult, Shelf } from "../connector.ts";
import type { Chart } from "./chart.ts";
import { chartOf } from "./charts.ts";
import { type Company, companyOf } from "./company.ts";
import {
  type Article,
  article,
  type Card,
  card,
  type Drawer,
  drawer,
  type Journal,
  journal,
  type Paper,
  type Payment,
  paper,
  payment,
} from "./records.ts";
import { practiceSettings } from "./settings.ts";

export const LEDGER_NAME = "Practice books";

/** Everything the methods of one connection share. */
export interface Books {
  readonly company: Company;
  readonly clock: Clock;
  readonly cards: Drawer<Card>;
  readonly articles: Drawer<Article>;
  readonly papers: Drawer<Paper>;
  readonly payments: Drawer<Payment>;
  readonly journals: Drawer<Journal>;
  today(): string;
  chart(): Chart;
  /** Last locked day, YYYY-MM-DD. */
  lockedUntil(): Promise<string | null>;
}

export function createBooks(parts: {
  readonly tenant: string | null;
  readonly shelf: Shelf;
  readonly clock: Clock;
  readonly stored: () => Promise<unknown>;
}): Books {
  const { shelf, clock, stored } = parts;
  const company = companyOf(parts.tenant);
  const today = () => new Date(clock.now()).toISOString().slice(0, 10);
  return {
    company,
    clock,
    cards: drawer(shelf, "customer", card),
    articles: drawer(shelf, "article", article),
    papers: drawer(shelf, "document", paper),
    payments: drawer(shelf, "payment", payment),
    journals: drawer(shelf, "journal", journal),
    today,
    chart: () => chartOf(company.country, today()),
    lockedUntil: async () => practiceSettings.parse(await stored()).locked_until ?? null,
  };
}

/** Refuses what is dated in a locked period. */
export async function openDay(books: Books, date: string): Promise<LedgerResult<null>> {
  const lockedUntil = await books.lockedUntil();
  if (lockedUntil === null || date > lockedUntil) return { ok: true, value: null };
  const message = `The practice books are locked up to and including ${lockedUntil}.`;
  const problem = fix("PERIOD_LOCKED", message, { place: "settings", field: "ledger.locked_until" });
  return { ok: false, problem: { ...problem, lockedUntil } };
}
