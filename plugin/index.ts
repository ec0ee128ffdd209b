import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Router } from "express";
import { connectors, ledgers } from "./connectors/index.ts";
import { identityOf } from "./identity.ts";
import { handleJob, inboxJob, tick } from "./jobs.ts";
import { loadMailLayout } from "./mail/layout.ts";
import type { PluginOptions } from "./options.ts";
import { loadNotificationWriter } from "./panel/notifications/writer.ts";
import { languageOfCountry, loadTexts } from "./panel/words/texts.ts";
import type { Context } from "./pipeline/context.ts";
import { InboxWriter } from "./pipeline/inbox/inbox-writer.ts";
import { Receiver } from "./pipeline/inbox/receive.ts";
import { type Entrance, entrancesOf } from "./pipeline/setup/signing-up.ts";
import { platforms, shopSystems } from "./platforms/index.ts";
import { renderManifest } from "./platforms/manifest/manifest.ts";
import type { Job, Ports } from "./ports.ts";
import { routes } from "./routes.ts";
import { type Backlog, readBacklog } from "./store/transfers/backlog.ts";
import { endAllLeases } from "./store/transfers/leases.ts";
import type { VendorVariable } from "./vendor.ts";
import { createVies } from "./vies/client.ts";

export type { Administration } from "./admin/administration.ts";
export { createAdministration } from "./admin/administration.ts";
export type { PluginOptions } from "./options.ts";
export type { Backlog } from "./store/transfers/backlog.ts";

export type { Vendors, VendorVariable } from "./vendor.ts";

/** The variables of every ledger and platform, for the host to read and check. */
export const vendors: readonly { readonly id: string; readonly variables: readonly VendorVariable[] }[] = [
  ...ledgers,
  ...shopSystems,
];

/** The product, ready to be mounted. */
export interface Plugin {
  /** Every address we answer. */
  readonly router: Router;
  /** Does one job of the queue; throws only what the queue should log. */
  handle(job: Job): Promise<void>;
  /** To be called about every second wherever jobs are worked on. */
  tick(): Promise<void>;
  /** Once, before the first job. */
  start(): Promise<void>;
  /** Pages on which shops of platforms without apps sign up. */
  readonly entrances: readonly Entrance[];
  /** How much work lies there, for operators. */
  backlog(): Promise<Backlog>;
}

/** Builds the product from what the host gives it. Nothing runs, listens or is read from the environment here. */
export function createPlugin(ports: Ports, options: PluginOptions): Plugin {
  const store = { db: options.db, engine: options.engine };
  const identity = identityOf(store, ports, options);
  const speak = loadTexts(join(options.viewsDirectory, "locales"));
  const ledgersById = new Map(connectors(options.vendors).map((connector) => [connector.id, connector]));
  const context: Context = {
    store,
    ports,
    platforms: new Map(platforms(options.vendors).map((platform) => [platform.id, platform])),
    connectors: ledgersById,
    vies: createVies(ports, options.viesUrl),
    app: identity.app,
    publicUrl: options.publicUrl,
    owner: randomUUID().slice(0, 18),
    sweepIntervalMs: options.sweepIntervalSeconds * 1000,
    mailLayout: loadMailLayout(options.viewsDirectory),
    sayIn: (country, english) => speak(languageOfCountry(country)).say(english),
    notifications: loadNotificationWriter({
      viewsDirectory: options.viewsDirectory,
      speak,
      connectors: ledgersById,
      clock: ports.clock,
      publicUrl: options.publicUrl,
    }),
  };
  const inbox = new InboxWriter({
    store,
    clock: ports.clock,
    log: ports.log,
    onStored: () => ports.queue.add([inboxJob]),
  });
  const manifest = renderManifest(options.manifestTemplate, options.publicUrl);
  return {
    router: routes({
      context,
      receiver: new Receiver(context, inbox),
      identity,
      manifest,
      speak,
      ...options,
    }),
    handle: (job) => handleJob(context, job),
    tick: () => tick(context),
    entrances: entrancesOf(context),
    backlog: () => readBacklog(store, ports.clock.now()),
    async start() {
      if (options.engine === "sqlite") await endAllLeases(store, ports.clock.now());
    },
  };
}
