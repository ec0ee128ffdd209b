import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleCsv } from "../../../plugin/order-files/examples.ts";
import { GUIDES } from "../../../plugin/panel/help/guides.ts";
import { engines } from "../../support/engines.ts";
import { type House, openHouse } from "../../support/house.ts";
import {
  type Ask,
  handInFile,
  type PanelReader,
  placeOneOfEach,
  plain,
  readPanel,
} from "../../support/panel.ts";
import { PAYOUTS, payoutUntil } from "../../support/payout-books.ts";
import { openPractising, practicePaths } from "../../support/practising.ts";
import { createDataFolder } from "../../support/provided.ts";
import { sendSigned, webhookSecretOf } from "../../support/raw-webhook.ts";

let house: House;
let panel: PanelReader;
let ids: string[];
let payout: string;
let secret: string;

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  const dataFile = join(await createDataFolder(), "shop.json");
  house = await openHouse(sqlite, { shop: { dataFile } });
  secret = await webhookSecretOf(dataFile);
  panel = readPanel(house, house);
  ids = await placeOneOfEach(house);
  const books = [{ field: "line.sku", op: "starts_with", value: "BOOK-" }];
  await house.changeSettings({ rules: [{ when: books, set: { account: "3002" } }], payouts: PAYOUTS });
  const [paidOut] = await house.shop.payOut();
  payout = paidOut?.id ?? "";
  await payoutUntil(house, payout, ({ state }) => state === "booked" || state === "held", "looked at");
});
afterAll(() => house.close());

const SWEDISH: Ask = { claims: { locale: "sv-SE" } };
const DANISH: Ask = { claims: { locale: "da" } };
const heading = (html: string): string => spaced(plain(/<h1>(.*?)<\/h1>/s.exec(html)?.[1] ?? ""));
const spaced = (text: string): string => text.replaceAll("\u00a0", " ");

/** What a person reads on a page; the name of a language at its foot is in that language. */
function words(html: string): string {
  const read = html
    .replace(/<(style|script|pre|footer|head|code)\b.*?<\/\1>/gs, " ")
    .replace(/<[^>]*?\b(?:title|aria-label|placeholder|alt)="([^"]*)"[^>]*>/g, " $1 ")
    .replace(/<[^>]*>/g, " ");
  return spaced(plain(read)).replace(/\s+/g, " ");
}

// Words no Swedish or Danish sentence has. Titles of products and names are the shop's own.
const ENGLISH =
  /\b(the|this|that|these|is|are|was|were|with|without|and|its|it|nothing|which|from|of|not|has|been|when|where|your|you)\b/i;
// And settings are named as programs name them where no form shows them: `rules.0.when.0.field`.
const NO_WORDS = /The quiet kitchen|\b[a-z_]+(?:\.[a-z0-9_]+)+/g;

/** The first English words of a page with what stands around them. */
function englishIn(html: string): string | undefined {
  const around = new RegExp(`.{0,60}${ENGLISH.source}.{0,60}`, "i");
  return around.exec(words(html).replace(NO_WORDS, ""))?.[0];
}

describe.each([
  ["Swedish", "sv", SWEDISH],
  ["Danish", "da", DANISH],
] as const)("a person who reads %s", (_name, language, ask) => {
  it("finds no English on any page", async () => {
    const paths = ["", "/orders", "/orders?q=nobody", ...ids.map((id) => `/orders/${id}`), "/settings"];
    const rest = [
      "/connections",
      "/api-keys",
      "/import",
      "/accountants",
      "/data-requests",
      ...ids.map((id) => `/orders/${id}/undo`),
      "/help",
      ...GUIDES.map((name) => `/help/guides/${name}`),
      "/nowhere",
      "/webhooks",
      "/orders?state=skipped",
    ];
    const steps = ["/start?step=check", "/start?step=preview", "/start?step=live"];
    const reports = ["/reports", "/reports/oss", "/reports/payouts", `/reports/payouts/${payout}`];
    const editors = [
      "/vat",
      "/vat?add=1",
      "/payments",
      "/rules",
      "/rules/edit?list=rules&at=new",
      "/history",
      "/flow",
      ...["customers", "products", "payouts", "purchases", "email", "ledger"].map((one) => `?group=${one}`),
    ];
    const content = exampleCsv().replace(",3,199.00", ",tre,199.00").replace("2026-11-03", "3/11/2026");
    const handedIn = await handInFile(panel, content, "kassa.csv", {}, ask);
    rest.push((handedIn.headers.get("location") ?? "").replace("/embedded", "").replace(/\?.*/, ""));
    const all = [...paths, ...rest, ...steps, ...reports, ...editors.map((path) => `/settings${path}`)];
    for (const path of all) {
      const { text } = await panel.get(path, ask);
      expect(text, path).toContain(`<html lang="${language}">`);
      expect(englishIn(text), path).toBeUndefined();
    }
  });

  it("finds no English in practice books either", async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error("no engine");
    const practising = await openPractising(sqlite);
    try {
      const pages = readPanel(practising.house, practising.house);
      for (const path of practicePaths(practising)) {
        const { status, text } = await pages.get(path, ask);
        expect([status, englishIn(text)], path).toEqual([200, undefined]);
      }
    } finally {
      await practising.house.close();
    }
  });
});

describe("the pages in Swedish", () => {
  it("answer first", async () => {
    expect(heading((await panel.get("", SWEDISH)).text)).toBe("2 ordrar kräver åtgärd, av 2 orsaker.");
  });

  it("say of a held order what stands in the way", async () => {
    expect(heading((await panel.get(`/orders/${ids[1]}`, SWEDISH)).text)).toBe(
      "Finland 25,5 % har inget konto: du är inte registrerad för OSS i inställningarna.",
    );
  });

  it("write amounts and reasons as one does in Sweden", async () => {
    const text = words((await panel.get(`/orders/${ids[0]}`, SWEDISH)).text);
    expect(text).toContain("835,00 SEK");
    expect(text).toContain("såld inom Sverige med 25 % (momsregel 10)");
    expect(text).toMatch(/Bokförd: faktura \d+\./);
  });

  it("name settings and what they choose", async () => {
    const orders = words((await panel.get("/settings", SWEDISH)).text);
    expect(orders).toContain("Största skillnad som bokförs som avrundning");
    const text = words((await panel.get("/settings?group=payouts", SWEDISH)).text);
    expect(text).toContain("Omvänd betalningsskyldighet");
  });

  it("say what is wrong with a field", async () => {
    const wrong = { action: "/settings", fields: { "orders.rounding_tolerance": "7" } };
    const { status, text } = await panel.submit("/settings", wrong, SWEDISH);
    expect([status, heading(text)]).toEqual([422, "Inget sparades: ett fält behöver ses över."]);
    expect(words(text)).toContain("Ange ett belopp från 0 till 1,00");
  });
});

describe("the pages in Danish", () => {
  it("count and answer", async () => {
    expect(heading((await panel.get("", DANISH)).text)).toBe("2 ordrer kræver handling, af 2 årsager.");
    expect(heading((await panel.get(`/orders/${ids[3]}`, DANISH)).text)).toBe(
      "Ordrens total er nul, så der er intet at bogføre.",
    );
  });
});

describe("a language that was chosen", () => {
  it("wins over that of the session, and every link and form keeps it", async () => {
    const { text } = await panel.get("/orders?lang=da", SWEDISH);
    expect(text).toContain('<html lang="da">');
    const links = [...text.matchAll(/href="(\/embedded[^"]*)"/g)].map(([, href = ""]) => plain(href));
    const places = links.filter((href) => !href.includes("/assets/"));
    expect(places.filter((href) => !/[?&]lang=/.test(href))).toEqual([]);
    expect(text).toContain('<input type="hidden" name="lang" value="da">');
  });

  it("is offered at the foot of each page, for the page one is on", async () => {
    const { text } = await panel.get(`/orders/${ids[0]}`);
    const foot = plain(/<footer.*<\/footer>/s.exec(text)?.[0] ?? "");
    expect(foot).toContain(`href="/embedded/orders/${ids[0]}?lang=sv" lang="sv" hreflang="sv">Svenska`);
    expect(foot).toContain('aria-current="true">English');
  });

  it("is English where it is none that we speak", async () => {
    expect((await panel.get("?lang=xx")).text).toContain('<html lang="en">');
  });
});

describe("the language of a browser", () => {
  const ask = (path: string, headers: Record<string, string>) =>
    fetch(new URL(path, house.publicUrl), { headers });

  it("counts where there is no session, and where the session's is none that we speak", async () => {
    const locked = await ask("/embedded", { "accept-language": "fr, sv;q=0.8, en;q=0.5" });
    expect(await locked.text()).toContain("Öppna den här sidan från butikens admin.");
    const authorization = `Bearer ${await house.shop.sessionToken({ locale: "fr-FR" })}`;
    const page = await ask("/embedded", { authorization, "accept-language": "da" });
    expect(await page.text()).toContain('<html lang="da">');
  });

  it("counts at the doors outside the panel", async () => {
    const door = await ask("/connect/fortnox", { "accept-language": "sv" });
    expect(await door.text()).toContain("<h1>Logga in</h1>");
  });

  it("is asked for by programs that want their sentences in it", async () => {
    const authorization = `Bearer ${await house.shop.sessionToken()}`;
    const path = `/api/v1/orders/${ids[1]}`;
    const english = (await (await ask(path, { authorization })).json()) as { message: string };
    expect(english.message).toContain("not registered for OSS");
    const headers = { authorization, "accept-language": "da-DK" };
    const danish = (await (await ask(path, headers)).json()) as { message: string };
    expect(danish.message).toContain("du er ikke registreret for OSS");
  });
});

describe("“Sync now” in the shop's admin", () => {
  it("answers in the language of whoever pressed it", async () => {
    const body = JSON.stringify({
      type: "action.invoked",
      timestamp: new Date().toISOString(),
      iss: house.shop.url,
      tenant: { id: "fjall-form" },
      data: { action: "sync-now", resource: "order", ids: [ids[3]], user: { id: "u1", locale: "da" } },
    });
    const answer = await sendSigned("/actions/sync-now", { url: house.publicUrl, secret, body });
    const { message } = (await answer.json()) as { message: string };
    expect(message).toBe("Sprunget over: Ordrens total er nul, så der er intet at bogføre.");
  });
});
