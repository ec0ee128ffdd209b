import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";
import { renderManifest } from "../../plugin/platforms/manifest/manifest.ts";
import { manifestPlatform } from "../../plugin/platforms/manifest/platform.ts";
import type { InstallDone, RawDelivery, ShopPorts } from "../../plugin/platforms/platform.ts";
import { type Shop as StandIn, startShop } from "../../sandbox/platforms/manifest-shop/server.ts";
import {
  memoryVault,
  newApp,
  quietLog,
  realHttp,
  standingClock,
  uncounted,
} from "../plugin/platforms/manifest/ports.ts";
import { openBadLine } from "./bad-line.ts";
import { openReceiver } from "./delivery-receiver.ts";
import type { PlatformWorld } from "./platform/world.ts";

const template = readFileSync(new URL("../../manifest.json", import.meta.url), "utf8");
const STRANGER = `whsec_${Buffer.alloc(32, 8).toString("base64")}`;

/** A shop of the manifest contract, where the app was installed from its manifest. */
export async function manifestWorld(): Promise<PlatformWorld> {
  const clock = standingClock(Date.now());
  const receiver = await openReceiver();
  const { app, jwks } = await newApp(receiver.url, clock);
  receiver.answer("/manifest.json", renderManifest(template, receiver.url));
  receiver.answer("/.well-known/jwks.json", JSON.stringify(jwks));
  const standIn = await startShop({ now: () => new Date(clock.now()) });
  const line = await openBadLine(standIn.url, (path) => !path.startsWith("/api"));
  const http = realHttp({ [standIn.url]: line.url });
  const done = await install(standIn, { http, clock, log: quietLog, app, ...uncounted });
  const token = (claims: Record<string, string | number>) => standIn.sessionToken(claims);
  return {
    platform: manifestPlatform,
    installation: { ...done.installation, id: 1, status: "installed" },
    ports: { http, clock, log: quietLog, app, vault: memoryVault(done.secrets), ...uncounted },
    line,
    async sell(price) {
      const lines = [{ title: "Mug", unitPrice: price, rate: "25" }];
      return (await standIn.placeOrder({ paid: true, lines })).id;
    },
    async sellLongId() {
      const id = "9007199254740993";
      const lines = [{ title: "Mug", unitPrice: "10.00", rate: "25" }];
      const placed = await standIn.placeOrder({ paid: true, lines });
      await standIn.putOrder({ ...placed, id });
      return { orderId: id, id, of: "order" };
    },
    async change(id) {
      const known = standIn.order(id);
      if (known !== undefined) await standIn.putOrder(known);
    },
    async spoil(id) {
      const known = standIn.order(id);
      if (known !== undefined) await standIn.putOrder({ ...known, total: "a lot" });
      return () => {};
    },
    async deliveries(id) {
      await standIn.idle();
      receiver.clear();
      standIn.faults.webhooksDuplicate = true;
      const known = standIn.order(id);
      if (known !== undefined) await standIn.putOrder(known);
      await standIn.idle();
      standIn.faults.webhooksDuplicate = false;
      return receiver.received.filter((one) => one.path === "/webhooks");
    },
    forged(genuine, how) {
      const signature = genuine.headers["webhook-signature"] ?? "";
      const changed: Record<typeof how, string | undefined> = {
        "without its proof": undefined,
        "with a wrong proof": `${signature.slice(0, -4)}AAA=`,
        "proven by another shop": signedBy(STRANGER, genuine),
      };
      return { ...genuine, headers: { ...genuine.headers, "webhook-signature": changed[how] } };
    },
    async sessionToken(how) {
      const now = Math.floor(clock.now() / 1000);
      switch (how) {
        case "good":
          return await token({});
        case "expired":
          return await token({ iat: now - 600, nbf: now - 600, exp: now - 300 });
        case "of another shop":
          return await token({ tenant: "another" });
        case "for another app":
          return await token({ aud: "https://other.example/manifest.json" });
      }
    },
    async close() {
      await standIn.close();
      await line.close();
      await receiver.close();
    },
  };
}

function signedBy(secret: string, { headers, body }: RawDelivery): string {
  const at = new Date(Number(headers["webhook-timestamp"]) * 1000);
  return new Webhook(secret).sign(headers["webhook-id"] ?? "", at, body.toString());
}

/** Goes through the installation as the merchant's browser does. */
async function install(standIn: StandIn, ports: Omit<ShopPorts, "vault">): Promise<InstallDone> {
  const flow = manifestPlatform.install;
  if (flow === null) throw new Error("installs by redirects");
  const installPorts = { ...ports, state: "the-state" };
  const visit = new URL(await standIn.install(ports.app.clientId));
  const begun = await flow.begin(Object.fromEntries(visit.searchParams), installPorts);
  if (!begun.ok) throw new Error(begun.message);
  const back = await fetch(begun.redirect, { redirect: "manual" });
  const callback = new URL(back.headers.get("location") ?? "");
  const done = await flow.finish(Object.fromEntries(callback.searchParams), begun.memory, installPorts);
  if (!done.ok) throw new Error(done.message);
  return done;
}
