/** What has to answer before requests are welcome, by name; each rejects when it does not. */
export type Checks = Readonly<Record<string, () => Promise<void>>>;

const patienceMs = 2_000;

/** Asks all of them at once. A name alone is reported: why it fails is in the log, not on an open page. */
export async function reportReadiness(
  checks: Checks,
): Promise<{ readonly isReady: boolean; readonly report: Readonly<Record<string, "ok" | "unreachable">> }> {
  const states = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await stateOf(check)] as const),
  );
  return { isReady: states.every(([, state]) => state === "ok"), report: Object.fromEntries(states) };
}

async function stateOf(check: () => Promise<void>): Promise<"ok" | "unreachable"> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<"unreachable">((resolve) => {
    timer = setTimeout(() => resolve("unreachable"), patienceMs);
  });
  try {
    return await Promise.race([check().then(() => "ok" as const), tooLate]);
  } catch {
    return "unreachable";
  } finally {
    clearTimeout(timer);
  }
}
