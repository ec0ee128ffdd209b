import { describeConfig } from "./config.ts";
import { readConfigOrExit } from "./environment.ts";
import { type Host, startHost } from "./host.ts";
import { createLog } from "./log.ts";

/**
 * The app as a process: starts by its environment, prints its address, ends in good order on SIGTERM or SIGINT.
 * `afterStop` ends what the caller started beside it.
 */
export async function main(
  env: Readonly<Record<string, string | undefined>>,
  afterStop: () => Promise<void> = async () => {},
): Promise<Host> {
  const config = readConfigOrExit(env);
  const log = createLog(config.logLevel);
  log.info("starting", describeConfig(config));
  try {
    const host = await startHost(config, log);
    stopOnSignal(async () => {
      await host.stop();
      await afterStop();
    });
    console.log(`Ledger Relay is ready at ${host.publicUrl}`);
    return host;
  } catch (error) {
    log.error("the start failed", { error });
    // For people, and also when the log is silent.
    console.error(`Ledger Relay cannot start: ${reasonsOf(error)}`);
    process.exit(1);
  }
}

/** The first signal ends things in good order, a second one at once. */
function stopOnSignal(end: () => Promise<void>): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    void end().then(() => process.exit(0));
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

function reasonsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.message || error.name;
  return error.cause === undefined ? own : `${own}: ${reasonsOf(error.cause)}`;
}
