import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "playwright-core";
import { exampleCsv } from "../../plugin/order-files/examples.ts";
import type { Engine } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";
import { handInFile, placeOneOfEach, readPanel } from "../support/panel.ts";
import { findProgram, programs } from "../support/programs.ts";
import { CHROMIUM_FLAGS } from "./flags.ts";

/*
 * Draws the picture of the README from the running product: node test/browser/pictures.ts
 * With a folder as argument it draws every page there as well, on a desk and on a phone, light and dark; names of pages
 * after it draw those alone, `--language=sv` draws them in Swedish.
 */
const PICTURE = join(import.meta.dirname, "../../docs/images/panel.png");

const { values, positionals } = parseArgs({
  options: { language: { type: "string", default: "en" } },
  allowPositionals: true,
});

const engine: Engine = {
  name: "sqlite + in-process queue",
  async open() {
    const dataDir = await mkdtemp(join(tmpdir(), "pictures-"));
    return { dataDir, close: () => rm(dataDir, { recursive: true, force: true }) };
  },
};

async function drawReadme(browser: Browser, house: House, orderId: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
  const path = encodeURIComponent(`/embedded/orders/${orderId}`);
  await page.goto(`${house.shop.url}/admin/apps/accounting?path=${path}`);
  await page
    .frameLocator("iframe")
    .getByRole("heading", { name: /^Booked/i })
    .waitFor();
  await mkdir(join(PICTURE, ".."), { recursive: true });
  await page.screenshot({ path: PICTURE });
  await page.close();
}

async function drawPages(
  browser: Browser,
  house: House,
  ids: readonly string[],
  { folder, only }: { readonly folder: string; readonly only: readonly string[] },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const webhook = await house.api("POST", "/webhook-endpoints", { url: "https://shop.example/told" });
  const { id: endpoint } = webhook.body as { id: string };
  const pages: Readonly<Record<string, string>> = {
    overview: "",
    orders: "/orders",
    order: `/orders/${ids[0]}`,
    held: `/orders/${ids[1]}`,
    undo: `/orders/${ids[0]}/undo`,
    settings: "/settings",
    customers: "/settings?group=customers",
    vatSettings: "/settings?group=vat",
    notifications: "/settings?group=notifications",
    connections: "/connections",
    help: "/help",
    gaps: "/start?step=check",
    previews: "/start?step=preview",
    live: "/start?step=live",
    reports: "/reports",
    oss: "/reports/oss",
    payouts: "/reports/payouts",
    webhooks: "/webhooks",
    webhook: `/webhooks/${endpoint}`,
    keys: "/api-keys",
    accountants: "/accountants",
    dataRequests: "/data-requests",
    vat: "/settings/vat",
    payments: "/settings/payments",
    flow: "/settings/flow",
    rules: "/settings/rules",
    rule: "/settings/rules/edit?list=rules&at=0",
    history: "/settings/history",
    import: "/import",
    file: await handInExample(house),
    components: "/help/components",
  };
  for (const [name, path] of Object.entries(pages)) {
    if (only.length > 0 && !only.includes(name)) continue;
    for (const width of [1280, 390]) {
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
        await openPage(page, house, path);
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
        await page.close();
      }
    }
  }
}

/** Hands the example in with two mistakes in it, so that its page has something to tell. */
async function handInExample(house: House): Promise<string> {
  const content = exampleCsv().replace(",3,199.00", ",three,199.00");
  const shown = await handInFile(readPanel(house, house), content, "till.csv");
  return (shown.headers.get("location") ?? "").replace("/embedded", "");
}

async function openPage(page: Page, house: House, path: string): Promise<void> {
  const address = new URL(`/embedded${path}`, house.publicUrl);
  address.searchParams.set("id_token", await house.shop.sessionToken({ locale: values.language }));
  await page.goto(address.href);
}

const executablePath = findProgram(programs.chromium.names);
if (executablePath === null) throw new Error("Chromium is needed to draw pictures.");
const house = await openHouse(engine);
const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
try {
  const ids = await placeOneOfEach(house);
  const [first = ""] = ids;
  await house.shop.refund(first, { lines: [{ line_id: "L1", quantity: "1" }], note: "One arrived broken" });
  await house.waitForOrder(first, ({ documents }) => documents.length === 2);
  const mugs = [{ field: "line.sku", op: "is", value: "MUG-01" }];
  await house.changeSettings({
    vat: { treatments: [{ treatment: "oss", country: "DE", rate: "19", account: "3106" }] },
    dimensions: [{ when: mugs, cost_centre: "MUGS" }],
    rules: [
      {
        name: "Wholesale",
        when: [{ field: "customer.type", op: "is", value: "B2B" }],
        set: { account: "3010" },
      },
    ],
  });
  await drawReadme(browser, house, first);
  const [folder, ...only] = positionals;
  if (folder !== undefined) await drawPages(browser, house, ids, { folder, only });
} finally {
  await browser.close();
  await house.close();
}
