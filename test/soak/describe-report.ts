import type { SoakReport } from "./run-soak.ts";

const MOST_SHOWN = 30;

/** The report in words: figures when all went well, and else how to see it again. */
export function describeReport(report: SoakReport): string {
  const { seed, orders, documents, payments, restarts, settledMs, pressed, waited, wrong, lastActions } =
    report;
  const figures =
    `Seed ${seed}: ${orders} orders, ${documents} documents, ${payments} payments, ${restarts} restarts. ` +
    `Settled in ${(settledMs / 1000).toFixed(1)} s; for ${pressed} orders somebody pressed "Sync now"${waited.length === 0 ? "" : ` (${waited.join("; ")})`}.`;
  if (wrong.length === 0) return `${figures} Nothing lost, nothing twice.`;
  return [
    figures,
    `${wrong.length} things are wrong:`,
    ...wrong.slice(0, MOST_SHOWN).map((sentence) => `- ${sentence}`),
    "The last that happened:",
    ...lastActions,
    `Again with: --seed ${seed}`,
  ].join("\n");
}
