import { expect, onTestFinished } from "vitest";
import type { Order } from "../../../../plugin/domain/order.ts";
import type { Problem } from "../../../../plugin/domain/problem.ts";
import type {
  Installation,
  Shop,
  ShopPorts,
  SignUp,
  SignUpDone,
  SignUpPorts,
} from "../../../../plugin/platforms/platform.ts";
import { subscriptionFlow } from "../../../../plugin/platforms/subscriptionflow/platform.ts";
import type { Secrets } from "../../../../plugin/ports.ts";
import {
  type Site,
  type SiteOptions,
  startSubscriptionFlow,
} from "../../../../sandbox/platforms/subscriptionflow/server.ts";
import { watchAnswers } from "../../../sandbox/platforms/subscriptionflow/described.ts";
import { memoryVault, newApp, quietLog, realHttp, standingClock, uncounted } from "../manifest/ports.ts";

export interface SignedUp {
  readonly site: Site;
  readonly client: { id: string; secret: string };
  readonly platform: ReturnType<typeof subscriptionFlow>;
  readonly signUp: SignUp;
  readonly clock: ReturnType<typeof standingClock>;
  readonly done: SignUpDone;
  readonly installation: Installation;
  readonly ports: ShopPorts & { readonly vault: ReturnType<typeof memoryVault> };
  readonly signUpPorts: SignUpPorts;
  readonly shop: Shop;
  /** The order of an invoice; throws what keeps it from being one. */
  order(id: string): Promise<Order>;
  /** Why an invoice is no order. */
  problem(id: string): Promise<Problem>;
}

/** What a merchant types into the form. */
export function typedFor(site: Site, client: { id: string; secret: string }): Record<string, string> {
  return {
    site: site.name,
    client_id: client.id,
    client_secret: client.secret,
    email: "owner@club.example",
    country: "SE",
    currency: "SEK",
    time_zone: "Europe/Stockholm",
  };
}

/** A site whose merchant has signed up, and its shop opened as a worker would. */
export async function openShop(options: SiteOptions = {}): Promise<SignedUp> {
  const clock = standingClock();
  const answers = watchAnswers();
  const site = await startSubscriptionFlow({
    watch: answers.watch,
    today: () => new Date(clock.now()),
    now: () => new Date(clock.now()),
    ...options,
  });
  onTestFinished(async () => {
    await site.close();
    expect(answers.deviations()).toEqual([]);
  });
  const client = site.newClient();
  const platform = subscriptionFlow(`${site.origin}/{site}`);
  const { signUp } = platform;
  if (signUp === undefined) throw new Error("no sign-up");
  const { app } = await newApp("https://ledger.example", clock);
  let kept: Secrets | null = null;
  const signUpPorts: SignUpPorts = {
    http: realHttp(),
    clock,
    log: quietLog,
    app,
    knownSecrets: async () => kept,
  };
  const done = await signUp.prove(typedFor(site, client), signUpPorts);
  if (!done.ok) throw new Error(JSON.stringify(done));
  kept = done.secrets;
  const installation: Installation = { ...done.installation, id: 1, status: "installed" };
  const ports = {
    http: realHttp(),
    clock,
    log: quietLog,
    app,
    vault: memoryVault(done.secrets),
    ...uncounted,
  };
  const shop = platform.open(installation, ports);
  return {
    site,
    client,
    platform,
    signUp,
    clock,
    done,
    installation,
    ports,
    signUpPorts,
    shop,
    async order(id) {
      const read = await shop.order(id);
      if (!read.ok) throw new Error(read.problem.message);
      if (read.value === null) throw new Error(`no order ${id}`);
      return read.value;
    },
    async problem(id) {
      const read = await shop.order(id);
      if (read.ok) throw new Error("the order can be read");
      return read.problem;
    },
  };
}

/** One line of the catalogue: 199.00 and 25 % VAT, for November. */
export const CLUB = {
  sku: "CLUB",
  unit_price: "199.00",
  service_from: "2026-11-01",
  service_to: "2026-11-30",
};
