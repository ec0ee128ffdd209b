/** How long does the single order of a merchant take, by itself and while another has a backlog of thousands? */
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { Child } from "./child.ts";
import { connectLedger, installApp } from "./join.ts";
import { startJoinedApp } from "./orders-booked.ts";
import { type Peers, startPeers } from "./peers.ts";
import { signedWebhook } from "./signed-webhooks.ts";
import { type Figure, percentile, rounded } from "./table.ts";
import type { World } from "./world.ts";

const BACKLOG = 50_000;
const OTHERS = 200;
const JOINING_AT_ONCE = 10;
const POLL_MS = 25;
const PATIENCE_MS = 300_000;

/** A round's orders begin here times its number: far enough for the backlog, and of the same buyers and products. */
const ROUND = 1_000_000;

const times = z.record(z.string(), z.number());

export async function fairness({ engines, folder }: World): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const engine of engines) {
    const peers = await startPeers(folder);
    const app = await startJoinedApp(await engine.fresh(), peers, folder);
    await joinOthers(app, peers);
    // The first round makes customers and articles, which later ones only use.
    await oneOrderOfEach(app, peers, 1);
    const alone = await oneOrderOfEach(app, peers, 2);
    await fetch(`${app.url}/bench/orders?from=1&count=${BACKLOG}`, { method: "POST" });
    const behind = await oneOrderOfEach(app, peers, 3);
    const booked = Object.keys(await shown(peers)).filter((id) => Number(id.slice(1)) <= BACKLOG).length;
    const figure = (name: string, took: readonly number[], beside: string): Figure => ({
      figure: `Webhook to booked, ${OTHERS} merchants, ${name}, median / p99`,
      engine: engine.name,
      value: `${rounded(percentile(took, 0.5))} / ${rounded(percentile(took, 0.99))} ms`,
      beside,
    });
    figures.push(
      figure("alone", alone, "all at the same moment, one order each"),
      figure(
        "beside a backlog",
        behind,
        `of the other's ${rounded(BACKLOG)} orders ${rounded(booked)} were booked by then`,
      ),
    );
    await app.stop();
    await peers.stop();
  }
  return figures;
}

/** Merchant 1 has the backlog; these are the others. */
const others = Array.from({ length: OTHERS }, (_, index) => index + 2);

async function joinOthers(app: Child, peers: Peers): Promise<void> {
  for (let joined = 0; joined < OTHERS; joined += JOINING_AT_ONCE) {
    // The app hears only so many strangers of one address in a minute, and each who joins is one three times.
    if (joined === OTHERS / 2) await wait(61_000);
    const some = others.slice(joined, joined + JOINING_AT_ONCE);
    await Promise.all(some.map(() => installApp(app, peers)));
    await Promise.all(some.map((merchant) => connectLedger(app, peers, merchant)));
  }
}

/** Milliseconds from sending the webhook until the shop is told that the order is booked. */
async function oneOrderOfEach(app: Child, peers: Peers, round: number): Promise<number[]> {
  const orderOf = (merchant: number): number => round * ROUND + merchant;
  const sentAt = Date.now();
  await Promise.all(
    others.map(async (merchant) => {
      const { path, ...request } = signedWebhook({
        issuer: peers.shop.url,
        path: "/webhooks",
        order: orderOf(merchant),
        merchant,
      });
      const answer = await fetch(`${app.url}${path}`, request);
      if (!answer.ok) throw new Error(`a webhook was answered with ${answer.status}`);
    }),
  );
  for (;;) {
    const all = await shown(peers);
    const found = others.map((merchant) => all[`o${orderOf(merchant)}`]).filter((at) => at !== undefined);
    if (found.length === OTHERS) return found.map((at) => at - sentAt);
    if (Date.now() - sentAt > PATIENCE_MS) throw new Error(`${OTHERS - found.length} orders were not booked`);
    await wait(POLL_MS);
  }
}

async function shown({ shop }: Peers): Promise<Readonly<Record<string, number>>> {
  const answer = await fetch(`${shop.url}/bench/shown`);
  return times.parse(await answer.json());
}
