import type { Clock, Log } from "../../ports.ts";
import type { Store } from "../../store/database.ts";
import { type Delivery, storeDeliveries } from "../../store/incoming/inbox.ts";

const MAX_BATCH = 200;
/** Well below what MySQL and MariaDB take in one statement (16 MiB and more), also when every sign has to be escaped. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
/** The first of a storm is worked on at once; from then on one drain takes what came in so long. */
const NEWS_MS = 20;

interface Waiting {
  readonly delivery: Delivery;
  readonly resolve: (isNew: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Stores deliveries; a promise resolves when its row is durable. While one insert is on its way the next deliveries
 * gather and share the following one, so many webhooks at once cost one round trip and one flush to disk.
 */
export class InboxWriter {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #onStored: () => Promise<void>;
  #waiting: Waiting[] = [];
  #isFlushing = false;
  #isTelling = false;
  #hasNews = false;

  constructor(options: { store: Store; clock: Clock; log: Log; onStored: () => Promise<void> }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#onStored = options.onStored;
  }

  /** True when the delivery was new, false when it had been stored before. */
  write(delivery: Delivery): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ delivery, resolve, reject });
      if (!this.#isFlushing) void this.#flush();
    });
  }

  async #flush(): Promise<void> {
    this.#isFlushing = true;
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.splice(0, batchLength(this.#waiting));
        await this.#storeBatch(batch);
      }
    } finally {
      this.#isFlushing = false;
    }
  }

  async #storeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await storeDeliveries(
        this.#store,
        batch.map((one) => one.delivery),
        this.#clock.now(),
      );
      batch.forEach((one, index) => {
        one.resolve(results[index] ?? false);
      });
    } catch (error) {
      for (const one of batch) one.reject(error);
      return;
    }
    this.#hasNews = true;
    if (!this.#isTelling) void this.#tell();
  }

  /** The rows are safe, so nobody waits for the queue: when it is away, the next tick finds them. */
  async #tell(): Promise<void> {
    this.#isTelling = true;
    while (this.#hasNews) {
      this.#hasNews = false;
      try {
        await this.#onStored();
      } catch (error) {
        this.#log.warn("the queue did not take the inbox job", { error: String(error) });
      }
      await this.#clock.sleep(NEWS_MS);
    }
    this.#isTelling = false;
  }
}

/** How many of the first go together: at least one. */
function batchLength(waiting: readonly Waiting[]): number {
  let bytes = 0;
  const end = waiting.slice(0, MAX_BATCH).findIndex(({ delivery }, index) => {
    bytes += Buffer.byteLength(delivery.body ?? "");
    return index > 0 && bytes > MAX_BATCH_BYTES;
  });
  return end === -1 ? MAX_BATCH : end;
}
