import { formatDecimal, isDecimalZero, parseDecimal, parseMoney, ratio } from "../../domain/money.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import { fix } from "../../domain/problem.ts";
import type { Clock } from "../../ports.ts";
import type { LedgerRef, LedgerResult } from "../connector.ts";
import { type CurrencyItem, currency } from "./answers.ts";
import type { Client } from "./client.ts";
import { readLiveInvoice } from "./invoices.ts";
import { BASE_CURRENCY } from "./options.ts";

const KEPT_MS = 60 * 60 * 1000;

export interface Rates {
  /**
   * Kronor per unit of the document's currency (R11): the document's own rate, else that of the invoice it belongs
   * to (`basis`: what is credited, corrected or paid), else Fortnox's rate of the day.
   */
  of(
    document: Pick<PlannedDocument, "currency" | "exchangeRate">,
    basis: LedgerRef | null,
  ): Promise<LedgerResult<string>>;
}

/** Rates of the day that were read already, for all connections of this process. */
export type RateCache = Map<string, { readonly rate: string; readonly until: number }>;

/** Fortnox is never left to choose a rate: a missing one has become 1 before. */
export function createRates(client: Client, clock: Clock, cache: RateCache, tenant: string): Rates {
  async function rateOfToday(code: string): Promise<LedgerResult<string>> {
    const key = `${tenant}:${code}`;
    const kept = cache.get(key);
    if (kept !== undefined && kept.until > clock.now()) return { ok: true, value: kept.rate };
    const reply = await client.read(`/3/currencies/${code}`, currency, `currency ${code}`);
    if (!reply.ok) return reply;
    const rate = perUnit(reply.value);
    if (rate === null) {
      const message = `Fortnox has no exchange rate for ${code}.`;
      return { ok: false, problem: fix("CURRENCY_NOT_ENABLED", message, { place: "ledger" }) };
    }
    cache.set(key, { rate, until: clock.now() + KEPT_MS });
    return { ok: true, value: rate };
  }

  return {
    async of(document, basis) {
      if (document.currency === BASE_CURRENCY) return { ok: true, value: "1" };
      if (document.exchangeRate !== null) return { ok: true, value: document.exchangeRate };
      if (basis === null) return rateOfToday(document.currency);
      const invoice = await readLiveInvoice(client, basis, `invoice ${basis.number}`);
      if (!invoice.ok) return invoice;
      const { CurrencyRate, CurrencyUnit } = invoice.value;
      const rate = perUnit({ BuyRate: CurrencyRate, Unit: CurrencyUnit });
      return rate === null ? rateOfToday(document.currency) : { ok: true, value: rate };
    },
  };
}

/** Fortnox states some rates per 100 units. */
export function perUnit(entry: Pick<CurrencyItem, "BuyRate" | "Unit">): string | null {
  const rate = entry.BuyRate ?? "0";
  const unit = entry.Unit ?? "1";
  if (isDecimalZero(parseDecimal(rate)) || isDecimalZero(parseDecimal(unit))) return null;
  return formatDecimal(ratio(parseMoney(rate, BASE_CURRENCY), parseMoney(unit, BASE_CURRENCY)));
}
