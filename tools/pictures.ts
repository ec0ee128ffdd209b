import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { CHROMIUM_FLAGS } from "../test/browser/flags.ts";
import { findProgram, programs } from "../test/support/programs.ts";
import { photograph } from "./pictures/camera.ts";
import { pretendItIs } from "./pictures/fixed-day.ts";
import { MOST_BYTES, PICTURES } from "./pictures/pictures.ts";

/** Draws the pictures of docs/guides/ from the running product, with stand-ins of a shop and a ledger. */
const FOLDER = join(import.meta.dirname, "..", "docs", "guides", "pictures");

const executablePath = findProgram(programs.chromium.names);
if (executablePath === null) throw new Error("Chromium is needed to draw pictures.");
// A Saturday without a holiday, in a month whose days all have a past.
pretendItIs("2026-10-31T09:00:00Z");
const { playScenes } = await import("./pictures/scenes.ts");
const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
try {
  await mkdir(FOLDER, { recursive: true });
  await playScenes(async (scene, stage) => {
    for (const picture of PICTURES.filter((one) => one.scene === scene)) {
      const content = await photograph(browser, stage, picture);
      if (content.byteLength > MOST_BYTES) throw new Error(`${picture.name} has ${content.byteLength} bytes`);
      await writeFile(join(FOLDER, `${picture.name}.webp`), content);
      console.log(`drew ${picture.name}.webp, ${content.byteLength} bytes`);
    }
  });
} finally {
  await browser.close();
}
