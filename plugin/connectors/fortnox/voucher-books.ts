import type { z } from "zod";
import { type FixProblem, fix } from "../../domain/problem.ts";
import type { Clock } from "../../ports.ts";
import type { LedgerResult } from "../connector.ts";
import { numberedYear, voucherSeries } from "./answers.ts";
import type { Client } from "./client.ts";

const KEPT_MS = 60 * 60 * 1000;

export interface VoucherBooks {
  /** Number of the financial year a day lies in. */
  yearOf(day: string): Promise<LedgerResult<number>>;
  /** The first series of a year that takes vouchers made by hand: the others are Fortnox's own. */
  seriesOf(year: number): Promise<LedgerResult<string>>;
}

type Kept<T> = Map<string, { readonly value: T; readonly until: number }>;

/** What was read of years and series, for all connections of this process. */
export interface VoucherCache {
  readonly years: Kept<readonly z.output<typeof numberedYear>[]>;
  readonly series: Kept<string>;
}

/** Years and voucher series of one company, read once an hour: each voucher names both. */
export function createVoucherBooks(
  client: Client,
  clock: Clock,
  cache: VoucherCache,
  tenant: string,
): VoucherBooks {
  async function kept<T>(
    known: Kept<T>,
    key: string,
    read: () => Promise<LedgerResult<T>>,
  ): Promise<LedgerResult<T>> {
    const remembered = known.get(key);
    if (remembered !== undefined && remembered.until > clock.now())
      return { ok: true, value: remembered.value };
    const fresh = await read();
    if (fresh.ok) known.set(key, { value: fresh.value, until: clock.now() + KEPT_MS });
    return fresh;
  }

  async function readSeries(year: number): Promise<LedgerResult<string>> {
    const query = { financialyear: String(year) };
    const series = await client.list(
      "/3/voucherseries",
      "VoucherSeriesCollection",
      voucherSeries,
      "voucher series",
      query,
    );
    if (!series.ok) return series;
    const manual = series.value.find((one) => one.Manual);
    if (manual !== undefined) return { ok: true, value: manual.Code };
    const message = "Fortnox has no voucher series for vouchers made by hand. Add one in Fortnox.";
    return failed(fix("LEDGER_REJECTED", message, { place: "ledger" }));
  }

  return {
    async yearOf(day) {
      const years = await kept(cache.years, tenant, () =>
        client.list("/3/financialyears", "FinancialYears", numberedYear, "financial years"),
      );
      if (!years.ok) return years;
      const year = years.value.find((one) => one.FromDate <= day && day <= one.ToDate);
      if (year !== undefined) return { ok: true, value: year.Id };
      // Somebody may have opened it since the list was read.
      cache.years.delete(tenant);
      const message = `Fortnox has no financial year for ${day}. Create the year in Fortnox.`;
      return failed(fix("PERIOD_LOCKED", message, { place: "ledger" }));
    },
    seriesOf: (year) => kept(cache.series, `${tenant}:${year}`, () => readSeries(year)),
  };
}

const failed = (problem: FixProblem): LedgerResult<never> => ({ ok: false, problem });
