import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** A process that is just ending may hold the folder for a moment. */
const patienceMs = 3_000;

/**
 * Makes this the only process on a data folder: with SQLite each would take the other's orders for those of a dead one.
 * What holds it is a lock of the operating system, so it ends with the process, however that ends. Returns how to let go.
 */
export function holdDataFolder(dataDir: string): () => Promise<void> {
  mkdirSync(dataDir, { recursive: true });
  const lock = new DatabaseSync(join(dataDir, "process.lock"), { timeout: patienceMs });
  try {
    lock.exec("begin exclusive");
  } catch (cause) {
    lock.close();
    throw new Error(
      `another process works with the data in ${dataDir}. Stop it, choose another DATA_DIR, or set DATABASE_URL and REDIS_URL to run several`,
      { cause },
    );
  }
  return async () => lock.close();
}
