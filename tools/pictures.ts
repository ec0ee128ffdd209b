import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { CHROMIUM_FLAGS } from "../test/browser/flags.ts";
import { findProgram, programs } from "../test/support/programs.ts";
import { photograph } from "./pictures/camera.ts";
import { pretendItIs } from "./pictures/fixed-day.ts";
import { folderOf, MOST_BYTES, PICTURES, type Picture, READERS, type Reader } from "./pictures/pictures.ts";
import type { Stage } from "./pictures/scenes.ts";

/** Draws the pictures of docs/guides/, in each of its languages, from the running product with stand-ins of a shop and a ledger. */
const GUIDES = join(import.meta.dirname, "..", "docs", "guides");

const executablePath = findProgram(programs.chromium.names);
if (executablePath === null) throw new Error("Chromium is needed to draw pictures.");
// A Saturday without a holiday, in a month whose days all have a past.
pretendItIs("2026-10-31T09:00:00Z");
const { playScenes } = await import("./pictures/scenes.ts");
const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
try {
  await playScenes(async (scene, stage) => {
    const readers = Object.keys(READERS).filter((one): one is Reader => one in READERS);
    for (const picture of PICTURES.filter((one) => one.scene === scene)) {
      for (const reader of readers) await draw(stage, picture, reader);
    }
  });
} finally {
  await browser.close();
}

async function draw(stage: Stage, picture: Picture, reader: Reader): Promise<void> {
  const content = await photograph(browser, stage, picture, reader);
  const name = join(folderOf(reader), `${picture.name}.webp`);
  if (content.byteLength > MOST_BYTES) throw new Error(`${name} has ${content.byteLength} bytes`);
  await mkdir(join(GUIDES, folderOf(reader)), { recursive: true });
  await writeFile(join(GUIDES, name), content);
  console.log(`drew ${name}, ${content.byteLength} bytes`);
}
