import { createRunFolder } from "../test/support/run-folder.ts";
import { startServices } from "../test/support/services.ts";
import { endurance } from "./endurance.ts";
import { embeddedEngine, serverEngine } from "./engines.ts";
import { fairness } from "./fairness.ts";
import { ingest } from "./ingest.ts";
import { memory } from "./memory.ts";
import { pages } from "./pages.ts";
import { plans } from "./plans.ts";
import { relay } from "./relay.ts";
import { scale } from "./scale.ts";
import { shopify } from "./shopify.ts";
import { startUp } from "./start-up.ts";
import { type Figure, tableOf } from "./table.ts";
import type { World } from "./world.ts";

const questions: Readonly<Record<string, (world: World) => Promise<Figure[]>>> = {
  plans,
  ingest,
  relay,
  shopify,
  "start-up": startUp,
  memory,
  fairness,
  pages,
  endurance,
  scale,
};
/** Take several minutes. */
const onlyByName = ["endurance", "scale"];

const names = Object.keys(questions);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(
    `There is no question "${unknown.join(", ")}". Ask: ${names.join(", ")}; without a name, all but ${onlyByName.join(", ")}.`,
  );
  process.exit(1);
}

// Every process started here is killed, and the folder removed, when this one exits.
process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));

const { path: folder } = createRunFolder();
const say = (line: string) => console.error(line);
const services = await startServices({ names: ["mariadb", "redis"], folder, flushLogAtCommit: 1, say });
if (services.mariadbUrl === null) {
  say(services.problems.join("\n"));
  process.exit(1);
}
const world: World = {
  engines: [embeddedEngine(folder), serverEngine(services, folder)],
  mariadbUrl: services.mariadbUrl,
  folder,
};
const figures: Figure[] = [];
for (const [name, question] of Object.entries(questions)) {
  const isAsked = wanted.length > 0 ? wanted.includes(name) : !onlyByName.includes(name);
  if (!isAsked) continue;
  say(`Measuring: ${name} …`);
  figures.push(...(await question(world)));
}
await services.stop();
console.log(`\n${tableOf(figures)}\n`);
