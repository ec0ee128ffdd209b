import { setImmediate as nextTurn } from "node:timers/promises";
import Bull from "bull";
import type { Redis } from "ioredis";
import type { JobOptions, JobQueue, Log } from "../plugin/ports.ts";
import { createFairLine } from "./fair-line.ts";
import { parseJob } from "./job.ts";
import { connectRedis, connectRedisToWait } from "./redis.ts";
import { settledWithin } from "./settled-within.ts";

export interface BullQueue extends JobQueue {
  /** Rejects when Redis does not answer. */
  ping(): Promise<void>;
}

/** Jobs that a process takes from Redis before it has a place for them, so that it can choose who is next. */
const hands = 500;
/** Of these, for one merchant. What is more is let go: the tick brings it back from SQL when others had their turn. */
const handsPerMerchant = 400;

/** Saying goodbye to a Redis that is away would never end. */
const disconnectMs = 1_000;

/**
 * The queue of several processes. No other file imports bull.
 * Bull's own recovery is off (one attempt, no repeat of stalled jobs): the rows in SQL know better what is left to do.
 */
export function createBullQueue(redisUrl: string, log: Log): BullQueue {
  const connections = {
    client: connectRedis(redisUrl),
    bclient: connectRedisToWait(redisUrl),
    subscriber: connectRedisToWait(redisUrl),
  };
  const queue = new Bull<unknown>("jobs", {
    prefix: "ledger-relay",
    createClient: (type) => connections[type],
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
    settings: {
      maxStalledCount: 0,
      // A worker that dies between taking a job and starting it leaves the job's key taken until this check finds it.
      lockDuration: 15_000,
      stalledInterval: 5_000,
      retryProcessDelay: 1_000,
      guardInterval: 1_000,
    },
  });
  // Only a label in Redis' list of clients, but Bull lets its failure end the process when Redis is away.
  queue.setWorkerName = async () => {};
  const line = createFairLine(log);
  let closing: Promise<void> | null = null;
  logOutages(queue, connections.client, log, () => closing !== null);

  /**
   * Bull keeps a key until its job has ended. Ours is free as soon as the job starts: what is added from then on
   * may be news that this run has already read past. Without `deid` the end of the job leaves the key to its new owner.
   */
  async function freeKey(job: Bull.Job<unknown>): Promise<void> {
    const key = job.opts.debounce?.id;
    if (key === undefined) return;
    await connections.client
      .multi()
      .hdel(queue.toKey(String(job.id)), "deid")
      .del(`${queue.toKey("de")}:${key}`)
      .exec();
  }

  async function run(bullJob: Bull.Job<unknown>): Promise<void> {
    try {
      const job = parseJob(bullJob.data);
      if (line.waitingLike(job) >= handsPerMerchant) return;
      await line.add(job, isAhead(bullJob.opts), () => freeKey(bullJob));
    } catch (error) {
      log.error("a job failed and is dropped until the sweep brings it back", { job: bullJob.data, error });
    }
  }

  /** Redis answers in order: when this resolves, everything sent before has had its answer, and its effect here. */
  async function answered(): Promise<void> {
    await nextTurn();
    await connections.client.ping().catch(() => {});
    await nextTurn();
  }

  async function close(graceMs: number): Promise<void> {
    // What stands in the line is let go, and its keys with it.
    const ended = line.close(graceMs);
    // Bull is only told to take nothing new: it would wait for running jobs as long as they take.
    await settledWithin([queue.close(true)], disconnectMs);
    await ended;
    // The end of the jobs is noted.
    await answered();
    for (const connection of Object.values(connections)) connection.disconnect();
  }

  return {
    async add(jobs) {
      if (closing !== null) throw new Error("the queue is closed");
      const added = await queue.addBulk(
        jobs.map(({ job, options = {} }) => ({ data: job, opts: bullOptions(options) })),
      );
      // Bull passes over what single commands of a transaction answer; without an id nothing was stored.
      if (added.some((job) => typeof job.id !== "string")) throw new Error("Redis did not take all jobs");
    },

    work(handle, concurrency) {
      line.start(handle, concurrency);
      const processing = queue.process(hands, run);
      processing.catch((error: unknown) => {
        if (closing === null) log.error("the queue stopped taking jobs", { error });
      });
    },

    close(graceMs) {
      closing ??= close(graceMs);
      return closing;
    },

    async ping() {
      await connections.client.ping();
    },
  };
}

function bullOptions({ delayMs = 0, key, lane }: JobOptions): Bull.JobOptions {
  return {
    delay: delayMs,
    ...(key === undefined ? {} : { debounce: { id: key } }),
    ...(lane === "people" ? ahead(delayMs) : {}),
  };
}

/** Bull forgets `lifo` when a delay has passed, but not a priority; `lifo` costs nothing however long the backlog is. */
function ahead(delayMs: number): Bull.JobOptions {
  return delayMs > 0 ? { priority: 1 } : { lifo: true };
}

function isAhead({ lifo, priority }: Bull.JobOptions): boolean {
  return lifo === true || priority === 1;
}

/** One line when Redis goes and one when it answers again, instead of one for each attempt to reconnect. */
function logOutages(queue: Bull.Queue<unknown>, client: Redis, log: Log, isClosing: () => boolean): void {
  let isAway = false;
  client.on("close", () => {
    if (!isAway && !isClosing()) log.warn("the queue has lost Redis");
    isAway = true;
  });
  const answers = () => {
    if (isAway) log.info("the queue reaches Redis again");
    isAway = false;
  };
  // A proxy in front of Redis accepts connections also while there is nobody behind it.
  client.on("ready", () => void client.ping().then(answers, () => {}));
  queue.on("error", (error: Error) => {
    if (!isAway && !isClosing()) log.warn("the queue has trouble with Redis", { error });
  });
}
