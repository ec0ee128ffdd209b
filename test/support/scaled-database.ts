import { type Kysely, sql } from "kysely";
import type { Database } from "../../plugin/store/database.ts";

export interface Scale {
  readonly installations: number;
  readonly ordersEach: number;
  /** Customers and articles; absent = one for every five orders. */
  readonly mappingsEach?: number;
}

const AT = "2026-01-01T00:00:00.000Z";
/** Installations made here begin at this number and have one connection of the same number. */
export const FIRST_SCALED = 1_000;

/**
 * Fills every hot table as that many merchants would who are all at rest: orders booked, deliveries taken, nothing due.
 * Each order has four writes to the ledger, three deliveries, six lines of log,,
 * and shares its customer and article with ten unless `mappingsEach` says otherwise.
 */
export async function fillScaled<T extends Database>(
  db: Kysely<T>,
  { installations, ordersEach, mappingsEach = ordersEach / 5 }: Scale,
): Promise<void> {
  const merchants = sql`${FIRST_SCALED} + n`;
  await insert(db, "installations", installations, {
    id: merchants,
    platform: sql`'manifest'`,
    issuer: sql`concat('https://shop-', n, '.example')`,
    tenant_id: sql`concat('t', n)`,
    tenant_name: sql`'Shop'`,
    tenant_url: sql`'https://shop.example'`,
    api_base_url: sql`'https://shop.example/api'`,
    country: sql`'SE'`,
    currency: sql`'SEK'`,
    time_zone: sql`'Europe/Stockholm'`,
    scopes: sql`'[]'`,
    status: sql`'installed'`,
    metadata: sql`'{}'`,
    secrets: sql`''`,
    sweep_due_at: sql`'2099-01-01T00:00:00.000Z'`,
    created_at: sql`${AT}`,
    updated_at: sql`${AT}`,
  });
  const orders = installations * ordersEach;
  const owner = {
    installation_id: sql`${FIRST_SCALED} + floor(n / ${ordersEach})`,
    connection_id: sql`${FIRST_SCALED} + floor(n / ${ordersEach})`,
  };
  const orderId = sql`concat('o', n)`;
  const times = { created_at: sql`${AT}`, updated_at: sql`${AT}` };
  await insert(db, "transfers", orders, {
    ...owner,
    order_id: orderId,
    state: sql`'booked'`,
    wanted_seq: sql`2`,
    handled_seq: sql`2`,
    attempts: sql`0`,
    number: sql`concat('#', n)`,
    customer: sql`'Anna Ek'`,
    total: sql`'796.00'`,
    currency: sql`'SEK'`,
    ordered_at: sql`${AT}`,
    ...times,
  });
  for (const step of ["create", "book", "pay:T1", "book-payment:T1"]) {
    await insert(db, "effects", orders, {
      ...owner,
      order_id: orderId,
      document: sql`'invoice'`,
      step: sql`${step}`,
      state: sql`'done'`,
      planned: sql`${PLANNED}`,
      ref: sql`'{"id":"1","number":"1"}'`,
      reference: step === "create" ? sql`concat('r', n)` : sql`null`,
      ...times,
    });
  }
  await insert(db, "mappings", installations * mappingsEach, {
    installation_id: sql`${FIRST_SCALED} + floor(n / ${mappingsEach})`,
    connection_id: sql`${FIRST_SCALED} + floor(n / ${mappingsEach})`,
    kind: sql`case when floor(n / 2) * 2 = n then 'customer' else 'article' end`,
    platform_key: sql`concat('k', n)`,
    state: sql`'done'`,
    ledger_number: sql`concat('', n)`,
    fingerprint: sql`'0123456789abcdef'`,
    ...times,
  });
  for (const step of ["customer", "article", "create", "book", "pay", "decide"]) {
    await insert(db, "transfer_log", orders, {
      ...owner,
      order_id: orderId,
      at: sql`${AT}`,
      step: sql`${step}`,
      message: sql`'Payment of 796.00 SEK by card is registered.'`,
    });
  }
  for (const type of ["order.created", "order.paid", "order.updated"]) {
    await insert(db, "inbox", orders, {
      installation_id: owner.installation_id,
      delivery_id: sql`concat('msg_', ${type}, n)`,
      receipt: sql`concat('', n)`,
      source: sql`'webhook'`,
      type: sql`${type}`,
      order_ids: sql`concat('["o', n, '"]')`,
      body: sql`${BODY}`,
      received_at: sql`${AT}`,
      taken_at: sql`'2099-01-01T00:00:00.000Z'`,
    });
  }
}

/** As long as what an order of two lines is remembered by. */
const PLANNED = JSON.stringify({ planned: "x".repeat(2_000) });
const BODY = "x".repeat(165);

type Value = ReturnType<typeof sql>;

/** Rows 0 to `count`, made by the database itself, a hundred thousand at a time. */
async function insert<T>(
  db: Kysely<T>,
  table: string,
  count: number,
  values: Readonly<Record<string, Value>>,
): Promise<void> {
  const columns = sql.join(Object.keys(values).map((name) => sql.ref(name)));
  for (let from = 0; from < count; from += 100_000) {
    await sql`insert into ${sql.table(table)} (${columns})
      with recursive digit(d) as (select 0 union all select d + 1 from digit where d < 9),
      number(n) as (select ${from} + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d
        from digit f, digit e, digit c, digit b, digit a)
      select ${sql.join(Object.values(values))} from number where n < ${count}`.execute(db);
  }
}
