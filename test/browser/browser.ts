import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";
import { onTestFinished } from "vitest";
import { chromiumPath, createDataFolder } from "../support/provided.ts";
import { CHROMIUM_FLAGS } from "./flags.ts";

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_FLAGS });
}

/** A browser profile of its own for one test, closed when the test ends. */
export async function openProfile(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const profile = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  // Shorter than a test may take, so that a failure names the step that waited in vain.
  profile.setDefaultTimeout(25_000);
  onTestFinished(() => profile.close());
  return profile;
}

/**
 * A browser of its own that lets pages within other sites' pages keep cookies, or not: as people set it in the settings
 * of Chromium. What Debian's Chromium and private windows do by default is not relied on.
 */
export async function openBrowserWithCookies(ofOthers: "allowed" | "blocked"): Promise<BrowserContext> {
  const folder = await createDataFolder();
  const isBlocked = ofOthers === "blocked";
  const profile = { block_third_party_cookies: isBlocked, cookie_controls_mode: isBlocked ? 1 : 0 };
  await mkdir(join(folder, "Default"));
  await writeFile(join(folder, "Default", "Preferences"), JSON.stringify({ profile }));
  const window = await chromium.launchPersistentContext(folder, {
    executablePath: chromiumPath(),
    args: CHROMIUM_FLAGS,
    viewport: { width: 1280, height: 800 },
  });
  window.setDefaultTimeout(25_000);
  onTestFinished(() => window.close());
  return window;
}
