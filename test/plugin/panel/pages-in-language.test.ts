import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleCsv } from "../../../plugin/order-files/examples.ts";
import { GUIDES } from "../../../plugin/panel/help/guides.ts";
import { engines } from "../../support/engines.ts";
import { type House, openHouse } from "../../support/house.ts";
import { handInFile, type PanelReader, placeOneOfEach, plain, readPanel } from "../../support/panel.ts";
import { PAYOUTS, waitForPayout } from "../../support/payout-books.ts";

/** Words that stand in nearly every English sentence, and are none in Swedish or Danish. */
const ENGLISH =
  /\b(?:the|your|this|that|with|without|from|was|were|been|which|when|there|order's|and|not|of|by)\b/gi;

/** What the shop sells bears the shop's own words. */
const TITLE = "Book: The quiet kitchen";

/** The words of a page that a person reads or hears. */
function wordsOf(html: string): string[] {
  const body = html.slice(html.indexOf("<body")).replace(/<script.*?<\/script>|<code>.*?<\/code>/gs, " ");
  const spoken = Array.from(
    body.matchAll(/\b(?:aria-label|alt|title|placeholder|data-[a-z-]*text)="([^"]*)"/g),
    ([, words = ""]) => words,
  );
  return [...body.replace(/<[^>]*>/g, "\n").split("\n"), ...spoken].map((text) =>
    plain(text).replaceAll(TITLE, "").trim(),
  );
}

let house: House;
let panel: PanelReader;
let paths: string[];

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  house = await openHouse(sqlite);
  panel = readPanel(house, house);
  const ids = await placeOneOfEach(house);
  await house.changeSettings({ payouts: PAYOUTS });
  const [payout] = await house.shop.payOut();
  if (payout === undefined) throw new Error("nothing was paid out");
  await waitForPayout(house, payout.id, "booked");
  const file = await handInFile(panel, exampleCsv().replace(",3,199.00", ",three,199.00"), "till.csv");
  paths = [
    "",
    "/orders",
    "/orders?q=nobody",
    "/connections",
    "/api-keys",
    "/accountants",
    "/data-requests",
    "/webhooks",
    "/import",
    (file.headers.get("location") ?? "").replace("/embedded", ""),
    "/help",
    ...ids.flatMap((id) => [`/orders/${id}`, `/orders/${id}/undo`]),
    ...["check", "preview", "live"].map((step) => `/start?step=${step}`),
    ...["", "/oss", "/payouts", `/payouts/${payout.id}`].map((path) => `/reports${path}`),
    ...["", "/vat", "/payments", "/rules", "/rules/edit?list=rules&at=new", "/history", "/flow"].map(
      (path) => `/settings${path}`,
    ),
    ...["orders", "customers", "products", "payouts", "purchases", "email", "ledger"].map(
      (group) => `/settings?group=${group}`,
    ),
    ...GUIDES.map((name) => `/help/guides/${name}`),
    "/nowhere",
  ];
});
afterAll(() => house.close());

describe.each(["sv-SE", "da-DK"])("every page in %s", (locale) => {
  it("says nothing in English", async () => {
    const left: string[] = [];
    for (const path of paths) {
      const { text } = await panel.get(path, { claims: { locale } });
      expect(text, path).toContain(`<html lang="${locale.slice(0, 2)}"`);
      left.push(
        ...wordsOf(text)
          .filter((words) => words.match(ENGLISH) !== null)
          .map((words) => `${path}: ${words}`),
      );
    }
    expect(paths.length).toBeGreaterThan(40);
    expect([...new Set(left)]).toEqual([]);
  });
});
