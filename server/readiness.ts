/** What should answer before requests are welcome, by name; each rejects when it does not. */
export type Checks = Readonly<Record<string, () => Promise<void>>>;

const patienceMs = 2_000;

type State = "ok" | "degraded" | "unreachable";

/**
 * Asks all of them at once. Without a needed one requests are not welcome; without a helpful one everything takes
 * longer. A name alone is reported: why it fails is in the log, not on an open page.
 */
export async function reportReadiness(
  needed: Checks,
  helpful: Checks,
): Promise<{ readonly isReady: boolean; readonly report: Readonly<Record<string, State>> }> {
  const ask = (checks: Checks, otherwise: State) =>
    Object.entries(checks).map(
      async ([name, check]) => [name, (await answers(check)) ? "ok" : otherwise] as const,
    );
  const states = await Promise.all([...ask(needed, "unreachable"), ...ask(helpful, "degraded")]);
  return {
    isReady: states.every(([, state]) => state !== "unreachable"),
    report: Object.fromEntries(states),
  };
}

async function answers(check: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  try {
    return await Promise.race([check().then(() => true), tooLate]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
