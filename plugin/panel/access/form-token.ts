import type { Page } from "../page.ts";

const LIFE_MS = 10 * 60_000;

/**
 * Proof that a form was made by us for this person and this action, ten minutes long. The session token alone would
 * let a page that got hold of one address act; shop, person and action are bound into the ciphertext.
 */
export async function formToken(page: Page, action: string): Promise<string> {
  const { clock, secrets } = page.context.ports;
  return await secrets.seal(String(clock.now() + LIFE_MS), binding(page, action));
}

/** True when the posted form carries the proof for this action. */
export async function isFormTokenValid(page: Page, action: string): Promise<boolean> {
  const { clock, secrets } = page.context.ports;
  try {
    const until = await secrets.open(page.form.get("form_token") ?? "", binding(page, action));
    return clock.now() < Number(until);
  } catch {
    return false;
  }
}

function binding({ installation, session }: Page, action: string): string {
  return `panel-form:${installation.id}:${session.userId}:${action}`;
}
