import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "playwright-core";
import type { Engine } from "../support/engines.ts";
import { findProgram, programs } from "../support/programs.ts";
import { CHROMIUM_FLAGS } from "./flags.ts";
import { openPictured, type Pictured, type PicturedPage } from "./pictured-pages.ts";

/*
 * Draws the picture of the README from the running product: node test/browser/pictures.ts
 * With a folder as argument it draws every page there as well, on a desk and on a phone, light and dark; names of pages
 * after it draw those alone. `--language=sv` draws them in Swedish, `--width=390` and `--theme=dark` leave the other out.
 */
const PICTURE = join(import.meta.dirname, "../../docs/images/panel.png");

const { values, positionals } = parseArgs({
  options: {
    language: { type: "string", default: "en" },
    width: { type: "string" },
    theme: { type: "string" },
  },
  allowPositionals: true,
});
const WIDTHS = values.width === undefined ? [1280, 390] : [Number(values.width)];
const THEMES = (["light", "dark"] as const).filter(
  (one) => values.theme === undefined || values.theme === one,
);

const engine: Engine = {
  name: "sqlite + in-process queue",
  async open() {
    const dataDir = await mkdtemp(join(tmpdir(), "pictures-"));
    return { dataDir, close: () => rm(dataDir, { recursive: true, force: true }) };
  },
};

async function drawReadme(browser: Browser, { house, order }: Pictured): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
  const path = encodeURIComponent(`/embedded/orders/${order}`);
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
  pages: Readonly<Record<string, PicturedPage>>,
  { folder, only }: { readonly folder: string; readonly only: readonly string[] },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, at] of Object.entries(pages)) {
    if (only.length > 0 && !only.includes(name)) continue;
    for (const width of WIDTHS) {
      for (const colorScheme of THEMES) {
        const page = await browser.newPage({
          bypassCSP: true,
          viewport: { width, height: 800 },
          colorScheme,
          locale: values.language,
        });
        await openPage(page, at);
        await page.screenshot({
          path: join(folder, `${name}-${width}-${colorScheme}.png`),
          fullPage: true,
          // What stays in sight of a window would cover the middle of a whole page.
          style: ".save-bar { position: static }",
        });
        await page.close();
      }
    }
  }
}

async function openPage(page: Page, { house, path }: PicturedPage): Promise<void> {
  const address = new URL(`/embedded${path}`, house.publicUrl);
  const isOutside = path.startsWith("/sign-up");
  if (!isOutside)
    address.searchParams.set("id_token", await house.shop.sessionToken({ locale: values.language }));
  await page.goto(address.href);
}

const executablePath = findProgram(programs.chromium.names);
if (executablePath === null) throw new Error("Chromium is needed to draw pictures.");
const pictured = await openPictured(engine);
const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
try {
  await drawReadme(browser, pictured);
  const [folder, ...only] = positionals;
  if (folder !== undefined) await drawPages(browser, await pictured.pages(), { folder, only });
} finally {
  await browser.close();
  await pictured.close();
}
