import { beforeEach, describe, expect, it } from "vitest";
import type { Job } from "../../plugin/ports.ts";
import { createFairLine, type FairLine } from "../../server/fair-line.ts";
import { createRecordingLog } from "./recording-log.ts";

const order = (installationId: number, orderId: string): Job => ({
  kind: "transfer",
  installationId,
  connectionId: 1,
  orderId,
  lane: "backlog",
});

describe("the line of jobs in one process", () => {
  let line: FairLine;
  let started: string[];
  let ends: Map<string, () => void>;
  beforeEach(() => {
    line = createFairLine(createRecordingLog().log);
    started = [];
    ends = new Map();
  });

  const handle = (job: Job) =>
    new Promise<void>((resolve) => {
      const name = job.kind === "transfer" ? `${job.installationId}/${job.orderId}` : job.kind;
      started.push(name);
      ends.set(name, resolve);
    });
  const enter = (job: Job, isAhead = false) => void line.add(job, isAhead, () => {});
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const end = async (name: string) => {
    ends.get(name)?.();
    await turn();
  };

  it("takes the merchants in turn, however many orders one of them has", async () => {
    for (const id of ["a", "b", "c", "d"]) enter(order(1, id));
    enter(order(2, "x"));
    enter(order(3, "y"));
    line.start(handle, 1);
    await turn();
    for (const name of ["1/a", "2/x", "3/y", "1/b"]) await end(name);
    expect(started).toEqual(["1/a", "2/x", "3/y", "1/b", "1/c"]);
  });

  it("gives one merchant eight places, and the others to whoever comes", async () => {
    line.start(handle, 20);
    for (let number = 0; number < 50; number += 1) enter(order(1, String(number)));
    await turn();
    expect(started).toHaveLength(8);
    enter(order(2, "x"));
    await turn();
    expect(started.at(-1)).toBe("2/x");
  });

  it("keeps a tenth of the places for people and the inbox", async () => {
    line.start(handle, 20);
    for (let number = 0; number < 50; number += 1) enter(order(number, "a"));
    await turn();
    expect(started).toHaveLength(18);
    enter(order(1, "asked for"), true);
    enter({ kind: "inbox" });
    await turn();
    expect(started.slice(18)).toEqual(["1/asked for", "inbox"]);
  });

  it("lets two hundred merchants with one order each pass a flood of 5,000 within three seconds", async () => {
    // A tenth of the flood of the promise, in steps of 100 ms: so long each order is at work in a quick ledger.
    line.start(handle, 20);
    for (let number = 0; number < 5_000; number += 1) enter(order(1, String(number)));
    for (let id = 2; id <= 201; id += 1) enter(order(id, "only"));
    let ms = 0;
    const waiting = () => 200 - started.filter((name) => name.endsWith("/only")).length;
    await turn();
    for (; waiting() > 0; ms += 100) {
      for (const finish of ends.values()) finish();
      await turn();
    }
    expect(ms).toBeLessThanOrEqual(3_000);
    expect(started.length).toBeLessThan(600);
  });

  it("lets go of all who wait when it is closed", async () => {
    line.start(handle, 1);
    enter(order(1, "a"));
    const letGo = [line.add(order(1, "b"), false, () => {}), line.add(order(2, "x"), true, () => {})];
    expect(line.waitingLike(order(1, "c"))).toBe(1);
    await line.close(0);
    await Promise.all(letGo);
    await end("1/a");
    expect(started).toEqual(["1/a"]);
  });
});
