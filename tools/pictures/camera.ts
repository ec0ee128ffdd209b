import type { Browser, Page } from "playwright-core";
import { type Picture, READERS, type Reader } from "./pictures.ts";
import type { Stage } from "./scenes.ts";

const WIDTH = 1120;
const HEIGHT = 760;
const QUALITY = 60;

/** Clock times of a run, which are others each time, and how long ago something was. */
const still = (now: string): string => `for (const time of document.querySelectorAll("time")) {
  if (/^\\d\\d:\\d\\d:\\d\\d$/.test(time.textContent)) time.textContent = "10:00:00";
  else if (!/\\d{4}/.test(time.textContent)) time.textContent = "${now}";
}`;

const NOW: Readonly<Record<Reader, string>> = { en: "now", sv: "nu", da: "nu" };

/** One page of the panel as a WebP picture, the same each time it is taken of the same data. */
export async function photograph(
  browser: Browser,
  stage: Stage,
  picture: Picture,
  reader: Reader,
): Promise<Buffer> {
  const page = await browser.newPage({
    viewport: { width: WIDTH, height: HEIGHT },
    colorScheme: "light",
    reducedMotion: "reduce",
    locale: READERS[reader],
    timezoneId: "Europe/Stockholm",
  });
  try {
    await page.goto(await addressOf(stage, picture, reader));
    await page.evaluate(still(NOW[reader]));
    const height = await heightOf(page, picture);
    const camera = await page.context().newCDPSession(page);
    const { data } = await camera.send("Page.captureScreenshot", {
      format: "webp",
      quality: QUALITY,
      captureBeyondViewport: true,
      clip: { x: 0, y: 0, width: WIDTH, height, scale: 1 },
    });
    return Buffer.from(data, "base64");
  } finally {
    await page.close();
  }
}

async function addressOf({ house, booked, held }: Stage, { path }: Picture, reader: Reader): Promise<string> {
  const place = path.replace("{booked}", booked).replace("{held}", held);
  const address = new URL(`/embedded${place}`, house.publicUrl);
  address.searchParams.set("lang", reader);
  address.searchParams.set("id_token", await house.shop.sessionToken());
  return address.href;
}

/** Down to a little below the card, else to the end of what stands above the choice of languages. */
async function heightOf(page: Page, { downTo }: Picture): Promise<number> {
  const box = await page.locator(downTo ?? "main").boundingBox();
  if (box === null) throw new Error(`the page does not show ${downTo ?? "anything"}`);
  return Math.ceil(box.y + box.height + (downTo === undefined ? 0 : 16));
}
