import express from "express";
import type { ShopFaults } from "../faults.ts";
import type { Delivery } from "../webhooks/sender.ts";
import type { PageParts } from "./admin-pages.ts";
import { homeOf } from "./app-pages.ts";

const SHOWN = 100;

type Flag = {
  [Key in keyof ShopFaults]: boolean extends ShopFaults[Key] ? Key : never;
}[keyof ShopFaults];

/** The switches a person can flip here; those with numbers and lists are set through `/_admin/<handle>/faults`. */
const SWITCHES: { name: Flag; words: string }[] = [
  { name: "apiDown", words: "API is down (503)" },
  { name: "api429", words: "API refuses: too many calls (429)" },
  { name: "apiHtml", words: "API answers with a page (502)" },
  { name: "apiThrottled", words: "API throttles (200, THROTTLED)" },
  { name: "shopFrozen", words: "Shop is frozen (402)" },
  { name: "shopLocked", words: "Shop is locked (423)" },
  { name: "tokenExpired", words: "All access tokens expire now (once)" },
  { name: "refreshInvalidGrant", words: "Refresh tokens are refused" },
  { name: "noCustomerData", words: "No approval for customer data" },
  { name: "noB2b", words: "Plan without B2B trade" },
  { name: "breakTotals", words: "Sales miss the totals by a cent" },
  { name: "unknownSales", words: "Sales are of an unknown kind" },
  { name: "webhooksDrop", words: "Webhooks are lost" },
  { name: "webhooksDuplicate", words: "Webhooks are sent twice" },
  { name: "webhooksShuffle", words: "Webhooks leave in reverse order" },
  { name: "webhooksBadHmac", words: "Webhooks carry a wrong HMAC" },
];

/** What left the shop and what came in, and the switches that make both go wrong. */
export function developerPages({ shopOf, around, views, notices }: PageParts): express.Router {
  const router = express.Router();

  router.get("/developer", (request, response) => {
    const shop = shopOf(request);
    response.send(
      views.page(
        "developer",
        shop,
        {
          title: "Developer",
          here: "developer",
          notice: notices.take(request.query["notice"]),
          switches: SWITCHES.map(({ name, words }) => ({ name, words, on: Boolean(shop.faults[name]) })),
          deliveries: shop.deliveries().toReversed().slice(0, SHOWN).map(deliveryRow),
          calls: shop.calls().toReversed().slice(0, SHOWN),
        },
        around,
      ),
    );
  });

  router.post("/developer/faults", (request, response) => {
    const shop = shopOf(request);
    const chosen: Record<string, unknown> = request.body ?? {};
    for (const { name } of SWITCHES) shop.faults[name] = chosen[name] === "on";
    const count = SWITCHES.filter(({ name }) => shop.faults[name] === true).length;
    const text = count === 0 ? "Everything works." : `${count} thing${count === 1 ? "" : "s"} will go wrong.`;
    response.redirect(303, notices.leave(`${homeOf(shop)}/developer`, { tone: "info", text }));
  });

  return router;
}

function deliveryRow(delivery: Delivery) {
  const last = delivery.attempts.at(-1);
  return {
    ...delivery,
    tone: delivery.state === "delivered" ? "good" : delivery.state === "waiting" ? "calm" : "warn",
    tries: delivery.attempts.length,
    answer: last === undefined ? "" : (last.status ?? last.error),
  };
}
