import { setTimeout as wait } from "node:timers/promises";
import { createMemoryQueue } from "../../server/memory-queue.ts";
import { queueContract } from "../contract/queue.contract.ts";

queueContract("the queue inside one process", async (log) => ({
  queue: createMemoryQueue(log),
  // Timers of one process fire in the order of their time, so those of the contract (20 ms) have fired by then.
  delaysPassed: () => wait(50),
}));
