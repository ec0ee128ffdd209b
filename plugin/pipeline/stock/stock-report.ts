import { z } from "zod";

/** What came of the last time the ledger's stock was passed on. */
export const stockReport = z.object({
  /** `off`: nothing could be done, and the message says why; `failed`: it stopped half-way and goes on soon. */
  state: z.enum(["ok", "off", "failed"]),
  at: z.iso.datetime(),
  message: z.string().nullable(),
  /** Articles the ledger told of. */
  articles: z.int(),
  /** Articles whose level the shop was told in this run. */
  sent: z.int(),
  /** SKUs of the ledger that the shop does not have; at most 200 are listed. */
  unknown: z.array(z.string()),
  unknownCount: z.int(),
});

export type StockReport = z.output<typeof stockReport>;

const MOST_LISTED = 200;

/** Counts while a run goes on. */
export class StockTally {
  articles = 0;
  sent = 0;
  readonly #unknown = new Set<string>();

  /** The shop does not have these SKUs. */
  miss(skus: readonly string[]): void {
    for (const sku of skus) this.#unknown.add(sku);
  }

  report(state: StockReport["state"], nowMs: number, message: string | null = null): StockReport {
    const unknown = [...this.#unknown].sort();
    return {
      state,
      at: new Date(nowMs).toISOString(),
      message,
      articles: this.articles,
      sent: this.sent,
      unknown: unknown.slice(0, MOST_LISTED),
      unknownCount: unknown.length,
    };
  }
}
