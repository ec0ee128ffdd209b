import { parseArgs } from "node:util";
import { newDatabase } from "../../bench/engines.ts";
import { createRunFolder } from "../support/run-folder.ts";
import { startServices } from "../support/services.ts";
import { describeReport } from "./describe-report.ts";
import { runSoak } from "./run-soak.ts";

const USAGE = "Use: node test/soak/soak.ts --minutes 5 --seed 42 --engine sqlite|mariadb";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    engine: { type: "string", default: "sqlite" },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
const isKnown = values.engine === "sqlite" || values.engine === "mariadb";
if (!isKnown || !(minutes > 0) || !Number.isSafeInteger(seed)) {
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
  healMs: Math.min(60_000, Math.max(6_000, minutes * 20_000)),
  settleMs: 180_000,
  pauseMs: 20,
  folder,
  ...(mariadbUrl === null ? {} : { databaseUrl: await newDatabase(mariadbUrl) }),
  ...(redisUrl === null ? {} : { redisUrl: `${redisUrl}/1` }),
});
await services.stop();
console.log(describeReport(report));
process.exitCode = report.wrong.length === 0 ? 0 : 1;
