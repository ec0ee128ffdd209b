import { parseArgs } from "node:util";
import { newDatabase } from "../../bench/engines.ts";
import { createRunFolder } from "../support/run-folder.ts";
import { startServices } from "../support/services.ts";
import { describeReport } from "./describe-report.ts";
import { troubles } from "./driver.ts";
import { runSoak } from "./run-soak.ts";

const USAGE =
  "Use: node test/soak/soak.ts --minutes 5 --seed 42 --engine sqlite|mariadb --without kills,tokens";

/** The lease of a process that died, 20 s, a take-over, and the fourth and fifth attempt of what failed until the end. */
const HEAL_MS = 90_000;
/** A machine with much else to do is slow, and only a wrong result is a failure. */
const SETTLE_MS = 600_000;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    engine: { type: "string", default: "sqlite" },
    without: { type: "string", default: "" },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
const without = values.without.split(",").filter(Boolean);
const unknown = without.filter((name) => !troubles.some((trouble) => trouble === name));
const isKnown = values.engine === "sqlite" || values.engine === "mariadb";
if (unknown.length > 0) console.error(`There is no trouble "${unknown.join(", ")}": ${troubles.join(", ")}.`);
if (unknown.length > 0 || !isKnown || !(minutes > 0) || !Number.isSafeInteger(seed)) {
  console.error(USAGE);
  process.exit(1);
}

// Every process started here is killed, and the folder removed, when this one exits.
process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));

const { path: folder } = createRunFolder();
const needsServers = values.engine === "mariadb";
const services = await startServices({
  names: needsServers ? ["mariadb", "redis"] : [],
  folder,
  flushLogAtCommit: 1,
  say: (line) => console.error(line),
});
const { mariadbUrl, redisUrl, problems } = services;
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.error(`A storm of ${minutes} minutes on ${values.engine}, seed ${seed} …`);
const report = await runSoak({
  seed,
  stormMs: minutes * 60_000,
  peaceMs: minutes * 12_000,
  healMs: HEAL_MS,
  settleMs: SETTLE_MS,
  pauseMs: 20,
  folder,
  troubles: troubles.filter((trouble) => !without.includes(trouble)),
  ...(needsServers ? { restart: services.restart } : {}),
  ...(mariadbUrl === null ? {} : { databaseUrl: await newDatabase(mariadbUrl) }),
  ...(redisUrl === null ? {} : { redisUrl: `${redisUrl}/1` }),
});
await services.stop();
console.log(describeReport(report));
process.exitCode = report.wrong.length === 0 ? 0 : 1;
