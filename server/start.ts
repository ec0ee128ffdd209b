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
  const demo = startDemo(
    (addresses, afterStop) => main({ LOG_LEVEL: "warn", ...env, ...addresses }, afterStop),
    {
      port,
      dataDir,
    },
  );
  await demo.catch((error: unknown) => {
    console.error(`The demonstration cannot start: ${reason(error)}`);
    process.exit(1);
  });
} else {
  await main(env);
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isTaken = "code" in error && error.code === "EADDRINUSE" && "port" in error;
  return isTaken
    ? `port ${String(error.port)} is taken. It uses seven in a row; choose the first with PORT=4000 npm start`
    : error.message;
}
