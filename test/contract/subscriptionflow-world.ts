import { expect } from "vitest";
import type { RawDelivery, SignUpDone } from "../../plugin/platforms/platform.ts";
import { subscriptionFlow } from "../../plugin/platforms/subscriptionflow/platform.ts";
import { newSession } from "../../plugin/platforms/subscriptionflow/session.ts";
import { startSubscriptionFlow } from "../../sandbox/platforms/subscriptionflow/server.ts";
import {
  memoryVault,
  newApp,
  quietLog,
  realHttp,
  standingClock,
  uncounted,
} from "../plugin/platforms/manifest/ports.ts";
import { typedFor } from "../plugin/platforms/subscriptionflow/open-shop.ts";
import { watchAnswers } from "../sandbox/platforms/subscriptionflow/described.ts";
import { openBadLine } from "./bad-line.ts";
import { openReceiver } from "./delivery-receiver.ts";
import type { PlatformWorld } from "./platform/world.ts";

const STRANGER = "s".repeat(43);

/** SubscriptionFlow's stand-in, whose merchant has signed up and pasted an address of ours. */
export async function subscriptionFlowWorld(): Promise<PlatformWorld> {
  const clock = standingClock();
  const today = (): Date => new Date(clock.now());
  const answers = watchAnswers();
  const site = await startSubscriptionFlow({ watch: answers.watch, today, now: today });
  const line = await openBadLine(site.origin, (path) => path.includes("/oauth/"));
  const receiver = await openReceiver();
  const client = site.newClient();
  const platform = subscriptionFlow(`${site.origin}/{site}`);
  const { app } = await newApp(receiver.url, clock);
  const http = realHttp({ [site.origin]: line.url });
  const done = await platform.signUp?.prove(typedFor(site, client), {
    http,
    clock,
    log: quietLog,
    app,
    knownSecrets: async () => null,
  });
  if (done?.ok !== true) throw new Error("the sign-up was refused");
  paste(done);

  function paste({ paste: addresses }: SignUpDone): void {
    const [invoices] = addresses;
    if (invoices === undefined) throw new Error("there is no address");
    site.configureWebhook({ module: "invoices", event: "any", url: invoices.address });
  }

  const installation = { ...done.installation, id: 1, status: "installed" } as const;
  const visitor = { siteUrl: site.url, site: site.name, email: "owner@club.example" };
  const secret = done.secrets["session_secret"] ?? "";
  return {
    platform,
    installation,
    ports: { http, clock, log: quietLog, app, vault: memoryVault(done.secrets), ...uncounted },
    line,
    async sell(price) {
      clock.pass(1_000);
      const lines = [{ sku: "CLUB", unit_price: price, rate: "25" }];
      return site.placeInvoice({ lines, arithmetic: "inclusive", paid_by: "Card" }).id;
    },
    async sellLongId() {
      const id = "9007199254740993";
      site.addCustomer({ id, name: "Bo" });
      const invoice = site.placeInvoice({ customer: id, lines: [{ sku: "CLUB", unit_price: "10.00" }] });
      return { orderId: invoice.id, id, of: "customer" };
    },
    async change(id) {
      clock.pass(1_000);
      site.changeInvoice(id, { note: "changed" });
    },
    async spoil(id) {
      site.changeInvoice(id, { status: "Escalated" });
      return () => {};
    },
    async deliveries(id) {
      await site.idle();
      return receiver.received.filter((one) => one.query?.["id"] === id);
    },
    forged(genuine: RawDelivery, how) {
      const secretOf: Record<typeof how, string> = {
        "without its proof": site.name,
        "with a wrong proof": `${site.name}~${STRANGER}`,
        "proven by another shop": `other-club~${genuine.params?.["token"]?.split("~")[1]}`,
      };
      return { ...genuine, params: { token: secretOf[how] } };
    },
    async sessionToken(how) {
      const now = clock.now();
      switch (how) {
        case "good":
          return await newSession(visitor, secret, app, now);
        case "expired":
          return await newSession(visitor, secret, app, now - 8 * 3_600_000 - 1_000);
        case "of another shop":
          return await newSession({ ...visitor, site: "other-club" }, secret, app, now);
        case "for another app":
          return await newSession(visitor, secret, { ...app, publicUrl: "https://other.example" }, now);
      }
    },
    async close() {
      expect(answers.deviations()).toEqual([]);
      await site.close();
      await line.close();
      await receiver.close();
    },
  };
}
