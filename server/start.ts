import { environment } from "./config.ts";
import { loadEnvFile, readConfigOrExit } from "./environment.ts";
import { main } from "./main.ts";
import { wantsDemo } from "./wants-demo.ts";

loadEnvFile();
const env = environment();
if (wantsDemo(env)) {
  const { startDemo } = await import("../sandbox/start.ts");
  const { port, dataDir } = readConfigOrExit(env);
  // The stand-ins import nothing of ours: they are handed the way to start the app with their addresses.
  await startDemo((addresses, afterStop) => main({ LOG_LEVEL: "warn", ...env, ...addresses }, afterStop), {
    port,
    dataDir,
  });
} else {
  await main(env);
}
