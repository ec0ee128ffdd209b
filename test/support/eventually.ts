import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 25_000;
const POLL_MS = 40;

/** Asks again until the answer satisfies; past the deadline it fails with the last answer, so that one sees why. */
export async function eventually<T>(
  ask: () => Promise<T> | T,
  isEnough: (answer: T) => boolean,
  what: string,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (isEnough(answer)) return answer;
    if (Date.now() > deadline) {
      throw new Error(`${what} did not come about. Last seen: ${JSON.stringify(answer, null, 1)}`);
    }
    await sleep(POLL_MS);
  }
}
