import { randomUUID } from "node:crypto";
import type { Problem } from "../../domain/problem.ts";
import type { HistoryPage } from "../../platforms/platform.ts";
import type { Job, JobOptions } from "../../ports.ts";
import { readConnection } from "../../store/connections.ts";
import {
  claimImport,
  type ImportProgress,
  type ImportStep,
  type StoredImport,
  saveImport,
} from "../../store/incoming/imports.ts";
import { readInstallation } from "../../store/installations.ts";
import type { Context } from "../context.ts";
import { readFilePage } from "../order-files/file-page.ts";
import { retryDelay } from "../retry.ts";
import { openShop } from "../shop.ts";
import { dryRunSlice } from "./import-dry-run.ts";
import { enterSlice } from "./import-enter.ts";
import { notConnected, type Slice } from "./import-slice.ts";

const LEASE_MS = 30_000;
/** A run gives its place back after this long, so that an import of years never holds one for itself. */
const RUN_MS = 10_000;
/** How often it is seen whether orders under way have been looked at. */
const POLL_MS = 250;
const MAX_ID = 191;

export function importJob({ id, installationId }: Pick<StoredImport, "id" | "installationId">): {
  job: Job;
  options: JobOptions;
} {
  return { job: { kind: "import", installationId, importId: id }, options: { key: `import:${id}` } };
}

/**
 * Works on an import for a while: reads the shop's list page by page and hands its orders on in small slices, so that
 * live orders never stand behind history. Every slice is kept before the next: whoever dies is followed by another.
 */
export async function workOnImport(context: Context, importId: number): Promise<void> {
  const { store, ports } = context;
  const owner = randomUUID().slice(0, 18);
  const begun = ports.clock.now();
  const claimed = await claimImport(store, importId, owner, begun, begun + LEASE_MS);
  if (claimed === null) return;
  let { progress } = claimed;
  const save = (step: Partial<ImportStep>): Promise<boolean> => {
    const now = ports.clock.now();
    const usual = { state: "running", message: null, attempts: 0, dueAt: now + LEASE_MS } as const;
    return saveImport(store.db, importId, owner, { ...usual, progress, ...step }, now);
  };
  while (ports.clock.now() - begun < RUN_MS) {
    const slice = await nextSlice(context, claimed, progress, owner);
    if (slice.kind === "lost") return;
    if (slice.kind === "problem") {
      await save(stopped(slice.problem, claimed.attempts, ports.clock.now()));
      return;
    }
    progress = slice.progress;
    if (slice.kind === "later") {
      await save({ message: slice.message, dueAt: ports.clock.now() + slice.afterMs });
      return;
    }
    if (isDone(progress)) {
      await save({ state: "done", dueAt: null });
      return;
    }
    if (!(await save({}))) return;
    if (slice.kind === "wait") await ports.clock.sleep(POLL_MS);
  }
  await save({ dueAt: ports.clock.now() });
}

async function nextSlice(
  context: Context,
  one: StoredImport,
  progress: ImportProgress,
  owner: string,
): Promise<Slice> {
  if (progress.pending.length === 0 && !progress.isLastPage) return await readPage(context, one, progress);
  return one.isDryRun
    ? await dryRunSlice(context, one, progress)
    : await enterSlice(context, one, progress, owner);
}

const isDone = ({ isLastPage, pending, underWay }: ImportProgress): boolean =>
  isLastPage && pending.length === 0 && underWay.length === 0;

/** Time heals a retry; what needs a person pauses the import with the sentence that says what to do. */
function stopped(problem: Problem, attempts: number, nowMs: number): Partial<ImportStep> {
  const { message } = problem;
  if (problem.act === "fix") return { state: "paused", message, dueAt: null };
  const wait = Math.max(problem.afterMs ?? 0, retryDelay(attempts + 1));
  return { message, attempts: attempts + 1, dueAt: nowMs + wait };
}

async function readPage(context: Context, one: StoredImport, progress: ImportProgress): Promise<Slice> {
  const { store } = context;
  const installation = await readInstallation(store, one.installationId);
  const connection = await readConnection(store, one.installationId, one.connectionId);
  if (installation?.status !== "installed" || connection?.status !== "connected") return notConnected;
  if (one.fileId !== null) return await readFilePage(context, one, one.fileId, progress);
  const { createdAfter, createdBefore } = one;
  const shop = openShop(context, installation, "backlog");
  const list = shop.orderHistory ?? shop.changedOrders;
  const read = await list({ createdAfter, createdBefore }, progress.cursor);
  if (!read.ok) return { kind: "problem", problem: read.problem };
  const { orders, nextCursor, writing }: HistoryPage = read.value;
  if (writing !== undefined) {
    const { found, afterMs } = writing;
    const message = `${installation.tenantName} is writing the list of its orders: ${found} so far.`;
    return { kind: "later", progress: { ...progress, cursor: nextCursor }, message, afterMs };
  }
  const pending = orders
    .filter((one) => one.onlyKnown !== true && one.id.length <= MAX_ID)
    .map((one) => one.id);
  return {
    kind: "on",
    progress: { ...progress, pending, cursor: nextCursor, isLastPage: nextCursor === null },
  };
}
