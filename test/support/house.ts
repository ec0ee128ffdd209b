import type { Vendors } from "../../plugin/vendor.ts";
import {
  type FortnoxStandIn,
  type FortnoxStandInOptions,
  startFortnox,
} from "../../sandbox/accounting/fortnox/server.ts";
import type { ShopOptions } from "../../sandbox/platforms/manifest-shop/server.ts";
import type { Config } from "../../server/config.ts";
import { type Host, startHost } from "../../server/host.ts";
import { Secret } from "../../server/secret.ts";
import { createRecordingLog, type RecordedLine } from "../server/recording-log.ts";
import type { Engine } from "./engines.ts";
import { type Merchant, openMerchant } from "./merchant.ts";
import { fittingFor, type Pace, windowAt } from "./pace.ts";

/** The whole product in this process between a shop and a ledger, with one merchant in it. */
export interface House extends Merchant {
  readonly fortnox: FortnoxStandIn;
  readonly publicUrl: string;
  /** What the app has logged. */
  readonly log: readonly RecordedLine[];
  /** Another merchant with a shop of her own at the same app; she has installed nothing yet. */
  welcome(options: ShopOptions): Promise<Merchant>;
  /**
   * Stops the app and starts it again on the same address and data; shop and ledger go on meanwhile. `laterMs`: to the
   * new app so much time has passed besides, so that what a dead process held is free.
   */
  restart(changes?: Partial<Config>, laterMs?: number): Promise<void>;
  /** Stops the app alone. */
  stop(): Promise<void>;
  /** The configuration of this app as variables, for a process that takes its place. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface HouseOptions {
  /** How far the merchant has come; by default everything is set up and orders are booked. */
  readonly until?: "opened" | "installed" | "connected" | "set up";
  readonly config?: Partial<Config>;
  readonly shop?: ShopOptions;
  readonly ledger?: Partial<FortnoxStandInOptions>;
  /** Scopes the app asks of the ledger beyond the usual. */
  readonly scopes?: readonly string[];
  /** What the operator told of further systems. */
  readonly vendors?: Vendors;
  /** Absent: hurried. */
  readonly pace?: Pace;
}

/** As the ledger knows this app. */
export const CLIENT = { clientId: "house-client", clientSecret: "house-secret" };

/** Longer than any lease: whoever held something and died holds it no more. */
export const HALF_A_MINUTE = 30_000;

/** What every journey starts from: card money goes to 1686, and orders of any age are booked. */
export const SET_UP = {
  orders: { start_date: "2000-01-01" },
  payments: { methods: { card: { account: "1686" } } },
};

/** Opens a house on an engine; closing it removes its data. */
export async function openHouse(engine: Engine, options: HouseOptions = {}): Promise<House> {
  const data = await engine.open("migrated");
  const pace = options.pace ?? "hurried";
  const fortnox = await startFortnox({ ...CLIENT, ...windowAt(pace), ...options.ledger });
  const { log, lines } = createRecordingLog();
  const config: Config = {
    environment: "test",
    role: "all",
    port: 0,
    publicUrl: null,
    dataDir: data.dataDir,
    databaseUrl: data.databaseUrl === undefined ? null : new Secret(data.databaseUrl),
    redisUrl: data.redisUrl === undefined ? null : new Secret(data.redisUrl),
    encryptionKeys: null,
    platformIssuers: [],
    sweepIntervalSeconds: 300,
    logLevel: "silent",
    vendors: new Secret({
      manifest: {},
      fortnox: {
        FORTNOX_CLIENT_ID: CLIENT.clientId,
        FORTNOX_CLIENT_SECRET: CLIENT.clientSecret,
        FORTNOX_API_URL: fortnox.url,
        FORTNOX_AUTH_URL: fortnox.url,
        ...(options.scopes === undefined ? {} : { FORTNOX_SCOPES: options.scopes.join(" ") }),
      },
      ...options.vendors,
    }),
    // Nobody asks the register unless a test starts one.
    viesUrl: "http://127.0.0.1:9",
    mail: null,
    faultPoint: null,
    ...options.config,
  };
  let host: Host | null = await startHost(config, log, fittingFor(pace));
  const { publicUrl, port } = host;
  const merchants: Merchant[] = [];
  const welcome = async (shop: ShopOptions): Promise<Merchant> => {
    const merchant = await openMerchant({ publicUrl }, fortnox, shop);
    merchants.push(merchant);
    return merchant;
  };
  const stop = async (): Promise<void> => {
    await host?.stop();
    host = null;
  };
  const merchant = await welcome(options.shop ?? {});
  await settleIn(merchant, options.until ?? "set up");
  return {
    ...merchant,
    fortnox,
    publicUrl,
    log: lines,
    welcome,
    stop,
    environment: {
      NODE_ENV: "test",
      LOG_LEVEL: "silent",
      PORT: String(port),
      DATA_DIR: data.dataDir,
      ...(data.databaseUrl === undefined ? {} : { DATABASE_URL: data.databaseUrl }),
      ...(data.redisUrl === undefined ? {} : { REDIS_URL: data.redisUrl }),
      FORTNOX_CLIENT_ID: CLIENT.clientId,
      FORTNOX_CLIENT_SECRET: CLIENT.clientSecret,
      FORTNOX_API_URL: fortnox.url,
      FORTNOX_AUTH_URL: fortnox.url,
    },
    async restart(changes = {}, laterMs = 0) {
      await stop();
      host = await startHost(
        { ...config, ...changes, port },
        log,
        fittingFor(pace, () => laterMs),
      );
    },
    async close() {
      await stop();
      for (const one of merchants) await one.close();
      await fortnox.close();
      await data.close();
    },
  };
}

/** Goes with a merchant through the first ten minutes, as far as the test wants. */
export async function settleIn(
  merchant: Merchant,
  until: NonNullable<HouseOptions["until"]> = "set up",
): Promise<void> {
  if (until === "opened") return;
  await merchant.install();
  if (until === "installed") return;
  await merchant.connect();
  if (until === "connected") return;
  await merchant.changeSettings(SET_UP);
}
