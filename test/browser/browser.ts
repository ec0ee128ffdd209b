import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";
import { onTestFinished } from "vitest";
import { chromiumPath } from "../support/provided.ts";
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
  profile.setDefaultTimeout(12_000);
  onTestFinished(() => profile.close());
  return profile;
}
