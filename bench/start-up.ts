/** How long from starting the process until it is ready for requests, with an empty database and with a used one? */
import { startChild } from "./child.ts";
import { appVariables, startPeers } from "./peers.ts";
import { type Figure, median, rounded } from "./table.ts";
import type { World } from "./world.ts";

const TIMES = 3;

export async function startUp({ engines, folder }: World): Promise<Figure[]> {
  const peers = await startPeers(folder);
  const figures: Figure[] = [];
  for (const engine of engines) {
    const cold: number[] = [];
    const warm: number[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      const variables = { ...appVariables(peers), ...(await engine.fresh()) };
      cold.push(await millisecondsToReady(variables, folder));
      warm.push(await millisecondsToReady(variables, folder));
    }
    const figure = (name: string, times: readonly number[], condition: string): Figure => ({
      figure: `Start until ready, ${name}`,
      engine: engine.name,
      value: `${rounded(median(times))} ms`,
      beside: `median of ${TIMES}, ${condition}`,
    });
    figures.push(
      figure("empty database", cold, "all migrations run"),
      figure("used database", warm, "nothing to migrate"),
    );
  }
  await peers.stop();
  return figures;
}

async function millisecondsToReady(
  variables: Readonly<Record<string, string>>,
  folder: string,
): Promise<number> {
  const startedAt = performance.now();
  const app = await startChild(import.meta.resolve("../server/start.ts"), variables, folder);
  const answer = await fetch(`${app.url}/readyz`);
  const milliseconds = performance.now() - startedAt;
  await app.stop();
  if (answer.status !== 200) throw new Error(`/readyz answered ${answer.status}`);
  return milliseconds;
}
