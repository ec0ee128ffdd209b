import express from "express";
import type { PageParts } from "./admin-pages.ts";
import type { ShopFaults } from "./faults.ts";
import type { Delivery } from "./webhooks.ts";

const SHOWN = 100;

type FaultSwitch = {
  [Key in keyof ShopFaults]: ShopFaults[Key] extends boolean | number ? Key : never;
}[keyof ShopFaults];

/** The switches a person can flip here; those with numbers and lists are set through `/_admin/faults`. */
const SWITCHES: { name: Exclude<FaultSwitch, "apiSlowMs" | "webhooksDelayMs">; words: string }[] = [
  { name: "apiDown", words: "API is down (503)" },
  { name: "api429", words: "API refuses: too many calls (429)" },
  { name: "tokenExpired", words: "All access tokens expire now (once)" },
  { name: "refreshInvalidGrant", words: "Refresh tokens are refused" },
  { name: "webhooksDrop", words: "Webhooks are lost" },
  { name: "webhooksDuplicate", words: "Webhooks are sent twice" },
  { name: "webhooksShuffle", words: "Webhooks leave in reverse order" },
  { name: "webhooksBadSignature", words: "Webhooks carry a wrong signature" },
  { name: "webhooksOldTimestamp", words: "Webhooks carry an old timestamp" },
];

/** What left the shop and what came in, and the switches that make both go wrong. */
export function developerPages({ shop, views, notices }: PageParts): express.Router {
  const router = express.Router();

  router.get("/developer", (request, response) => {
    response.send(
      views.render("developer", {
        title: "Developer",
        here: { developer: true },
        notice: notices.take(request.query["notice"]),
        switches: SWITCHES.map(({ name, words }) => ({ name, words, on: Boolean(shop.faults[name]) })),
        deliveries: shop.deliveries().toReversed().slice(0, SHOWN).map(deliveryRow),
        calls: shop.apiCalls().toReversed().slice(0, SHOWN),
      }),
    );
  });

  router.post("/developer/faults", (request, response) => {
    const chosen: Record<string, unknown> = request.body ?? {};
    for (const { name } of SWITCHES) shop.faults[name] = chosen[name] === "on";
    const count = SWITCHES.filter(({ name }) => shop.faults[name] === true).length;
    const text = count === 0 ? "Everything works." : `${count} thing${count === 1 ? "" : "s"} will go wrong.`;
    response.redirect(303, notices.leave("/admin/developer", { tone: "info", text }));
  });

  return router;
}

function deliveryRow(delivery: Delivery) {
  const last = delivery.attempts.at(-1);
  const isGood = delivery.state === "delivered";
  return {
    ...delivery,
    tone: isGood ? "good" : delivery.state === "waiting" ? "calm" : "warn",
    tries: delivery.attempts.length,
    answer: last === undefined ? "" : (last.status ?? last.error),
  };
}
