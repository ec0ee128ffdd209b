import { setTimeout as sleep } from "node:timers/promises";
import type { FortnoxStandIn } from "../../sandbox/accounting/fortnox/server.ts";
import type { Shop } from "../../sandbox/platforms/manifest-shop/shop.ts";
import type { Random } from "./random.ts";
import { cancel, edit, payLate, place, refund, touch } from "./shopping.ts";
import {
  disturbLedger,
  disturbShop,
  disturbWebhooks,
  emptyRedis,
  expireLedgerTokens,
  expireShopTokens,
  restartDatabase,
  restartRedis,
} from "./troubles.ts";

/** What goes wrong besides trade; each can be left out, to find out which of them does the harm. */
export const troubles = [
  "kills",
  "skew",
  "webhooks",
  "shop",
  "ledger",
  "slow",
  "tokens",
  "redis",
  "database",
] as const;

export type Trouble = (typeof troubles)[number];

export interface Driver {
  readonly shop: Shop;
  readonly fortnox: FortnoxStandIn;
  readonly random: Random;
  readonly troubles: ReadonlySet<Trouble>;
  /** The orders so far, oldest first. */
  readonly placed: string[];
  /** Ends one process of the app. */
  readonly kill: () => void;
  /** Null where there is no Redis. */
  readonly emptyRedis: (() => Promise<void>) | null;
  /** Ends a server and starts it again after a while; null where other tests use it too, or there is none. */
  readonly restart: ((server: "mariadb" | "redis", awayMs: number) => Promise<void>) | null;
  readonly note: (line: string) => void;
}

/** `storm`: processes die, too. `peace`: nobody dies, and what must not be lost on the way may happen. */
export type Weather = "storm" | "peace";

interface Action {
  readonly weight: number;
  readonly act: (driver: Driver) => Promise<void> | void;
  /** Absent: trade. */
  readonly trouble?: Trouble;
  /** Absent: in both. */
  readonly only?: Weather;
}

const actions: readonly Action[] = [
  { weight: 450, act: place },
  { weight: 140, act: refund },
  { weight: 60, act: edit },
  { weight: 50, act: payLate },
  { weight: 30, act: cancel },
  { weight: 60, act: touch },
  { weight: 60, act: disturbWebhooks, trouble: "webhooks" },
  { weight: 120, act: disturbLedger, trouble: "ledger" },
  { weight: 30, act: disturbShop, trouble: "shop" },
  { weight: 40, act: (driver) => driver.kill(), trouble: "kills", only: "storm" },
  { weight: 15, act: expireLedgerTokens, trouble: "tokens" },
  { weight: 20, act: expireShopTokens, trouble: "tokens", only: "peace" },
  { weight: 20, act: emptyRedis, trouble: "redis" },
  { weight: 3, act: restartRedis, trouble: "redis", only: "storm" },
  { weight: 3, act: restartDatabase, trouble: "database", only: "storm" },
];

/** Does one thing after another until the time is up: trade, trouble and violence, chosen by the seed. */
export async function drive(driver: Driver, weather: Weather, until: number, pauseMs: number): Promise<void> {
  const { random } = driver;
  const possible = actions.filter(
    ({ trouble, only = weather }) =>
      only === weather && (trouble === undefined || driver.troubles.has(trouble)),
  );
  const total = possible.reduce((sum, { weight }) => sum + weight, 0);
  while (Date.now() < until) {
    let at = random.between(1, total);
    const chosen = possible.find(({ weight }) => {
      at -= weight;
      return at <= 0;
    });
    await chosen?.act(driver);
    await sleep(random.between(0, 2 * pauseMs));
  }
}
