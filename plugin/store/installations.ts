import type { Selectable, Transaction } from "kysely";
import type { Database, InstallationsTable, Store, StoreTransaction } from "./database.ts";
import { locking } from "./dialect.ts";
import { insist } from "./insist.ts";
import { instant } from "./time.ts";

/** An installed shop as stored. Secrets stay sealed here; `pipeline/setup/vault.ts` opens them. */
export interface StoredInstallation {
  readonly id: number;
  readonly platform: string;
  readonly issuer: string;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly tenantUrl: string;
  /** The page of the platform's admin that shows us; null when the platform named none. */
  readonly adminUrl: string | null;
  readonly apiBaseUrl: string;
  readonly country: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly scopes: readonly string[];
  readonly status: InstallationsTable["status"];
  readonly metadata: unknown;
  readonly sweptTo: string | null;
  readonly payoutsSweptTo: string | null;
  readonly lookBackDueAt: string | null;
  /** Whether it has taken orders of files in. */
  readonly hasFiles: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type NewInstallation = Omit<
  StoredInstallation,
  "id" | "status" | "sweptTo" | "payoutsSweptTo" | "lookBackDueAt" | "hasFiles" | "createdAt" | "updatedAt"
>;

/**
 * One installation per (issuer, tenant). A second install of the same tenant takes over the row:
 * new address and scopes, settings and history kept.
 */
export async function saveInstallation(store: Store, fresh: NewInstallation, nowMs: number): Promise<number> {
  const now = instant(nowMs);
  const values = {
    platform: fresh.platform,
    tenant_name: fresh.tenantName,
    tenant_url: fresh.tenantUrl,
    admin_url: fresh.adminUrl,
    api_base_url: fresh.apiBaseUrl,
    country: fresh.country,
    currency: fresh.currency,
    time_zone: fresh.timeZone,
    scopes: JSON.stringify(fresh.scopes),
    status: "installed" as const,
    metadata: JSON.stringify(fresh.metadata),
    sweep_due_at: now,
    erased_at: null,
    updated_at: now,
  };
  // Somebody else may install the same shop at this moment, or begin its sweep.
  return await insist(() => store.db.transaction().execute(save));
  async function save(db: Transaction<Database>): Promise<number> {
    const known = await db
      .selectFrom("installations")
      .select("id")
      .where("issuer", "=", fresh.issuer)
      .where("tenant_id", "=", fresh.tenantId)
      .executeTakeFirst();
    if (known !== undefined) {
      await db.updateTable("installations").set(values).where("id", "=", known.id).execute();
      return known.id;
    }
    const inserted = await db
      .insertInto("installations")
      .values({
        ...values,
        issuer: fresh.issuer,
        tenant_id: fresh.tenantId,
        secrets: "",
        secrets_owner: null,
        secrets_until: null,
        swept_to: null,
        payouts_swept_to: null,
        created_at: now,
      })
      .executeTakeFirstOrThrow();
    return Number(inserted.insertId);
  }
}

export async function findInstallation(
  store: Store,
  issuer: string,
  tenantId: string,
): Promise<StoredInstallation | null> {
  const row = await store.db
    .selectFrom("installations")
    .selectAll()
    .where("issuer", "=", issuer)
    .where("tenant_id", "=", tenantId)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

export async function readInstallation(store: Store, id: number): Promise<StoredInstallation | null> {
  const row = await store.db.selectFrom("installations").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

export async function setInstallationStatus(
  store: Store,
  id: number,
  status: InstallationsTable["status"],
  nowMs: number,
): Promise<void> {
  await store.db
    .updateTable("installations")
    .set({ status, updated_at: instant(nowMs) })
    .where("id", "=", id)
    .execute();
}

/**
 * The shop refuses our access. Only while the installation is as it was read: what a worker met before it was installed
 * anew, or had left, says nothing about now. False when that was so.
 */
export async function disconnectInstallation(
  store: Store,
  read: Pick<StoredInstallation, "id" | "updatedAt">,
  nowMs: number,
): Promise<boolean> {
  const moved = await store.db
    .updateTable("installations")
    .set({ status: "disconnected", updated_at: instant(nowMs) })
    .where("id", "=", read.id)
    .where("status", "=", "installed")
    .where("updated_at", "=", read.updatedAt)
    .executeTakeFirst();
  return moved.numUpdatedRows > 0n;
}

/** What the shop lets us do from now on. */
export async function setInstallationScopes(
  store: Store,
  id: number,
  scopes: readonly string[],
  nowMs: number,
): Promise<void> {
  await store.db
    .updateTable("installations")
    .set({ scopes: JSON.stringify(scopes), updated_at: instant(nowMs) })
    .where("id", "=", id)
    .execute();
}

/** What is decided about a shop as a whole is decided by one at a time: until the transaction ends, others wait here. */
export async function lockInstallation({ db, engine }: StoreTransaction, id: number): Promise<void> {
  await locking(engine, db.selectFrom("installations").select("id").where("id", "=", id)).execute();
}

/** Installations whose sweep is due, oldest first. */
export async function installationsToSweep(store: Store, nowMs: number, limit: number): Promise<number[]> {
  const rows = await store.db
    .selectFrom("installations")
    .select("id")
    .where("sweep_due_at", "<=", instant(nowMs))
    .where("status", "=", "installed")
    .orderBy("sweep_due_at")
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/**
 * Takes the sweep of one installation when it is due, so that of many processes one does it.
 * Returns false when another was faster.
 */
export async function claimSweep(store: Store, id: number, nowMs: number, nextMs: number): Promise<boolean> {
  const result = await store.db
    .updateTable("installations")
    .set({ sweep_due_at: instant(nextMs) })
    .where("id", "=", id)
    .where("sweep_due_at", "<=", instant(nowMs))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Moves a mark on from where this sweep read it; false when somebody has started the sweep over meanwhile. */
export async function moveMark(
  store: Store,
  id: number,
  mark: "swept_to" | "payouts_swept_to",
  from: string | null,
  to: string,
): Promise<boolean> {
  const moved = await store.db
    .updateTable("installations")
    .set(mark, to)
    .where("id", "=", id)
    .where(mark, from === null ? "is" : "=", from)
    .executeTakeFirst();
  return moved.numUpdatedRows > 0n;
}

/** Sets when to look back next, from where this process read it; false when another was faster. */
export async function moveLookBack(
  store: Store,
  id: number,
  from: string | null,
  to: string,
): Promise<boolean> {
  const moved = await store.db
    .updateTable("installations")
    .set({ look_back_due_at: to })
    .where("id", "=", id)
    .where("look_back_due_at", from === null ? "is" : "=", from)
    .executeTakeFirst();
  return moved.numUpdatedRows > 0n;
}

/** Makes the next sweep due at once; it goes on where the last one ended. */
export async function sweepSoon(store: Store, id: number, nowMs: number): Promise<void> {
  await store.db
    .updateTable("installations")
    .set({ sweep_due_at: instant(nowMs) })
    .where("id", "=", id)
    .where("sweep_due_at", ">", instant(nowMs))
    .execute();
}

/** Makes the next sweep due at once and lets it begin again from `sweptTo` (null = the connections' start dates). */
export async function restartSweep(store: Store, id: number, nowMs: number): Promise<void> {
  await store.db
    .updateTable("installations")
    .set({ sweep_due_at: instant(nowMs), swept_to: null, payouts_swept_to: null })
    .where("id", "=", id)
    .execute();
}

function fromRow(row: Selectable<InstallationsTable>): StoredInstallation {
  return {
    id: row.id,
    platform: row.platform,
    issuer: row.issuer,
    tenantId: row.tenant_id,
    tenantName: row.tenant_name,
    tenantUrl: row.tenant_url,
    adminUrl: row.admin_url,
    apiBaseUrl: row.api_base_url,
    country: row.country,
    currency: row.currency,
    timeZone: row.time_zone,
    scopes: JSON.parse(row.scopes) as string[],
    status: row.status,
    metadata: JSON.parse(row.metadata),
    sweptTo: row.swept_to,
    payoutsSweptTo: row.payouts_swept_to,
    lookBackDueAt: row.look_back_due_at,
    hasFiles: row.has_files === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
