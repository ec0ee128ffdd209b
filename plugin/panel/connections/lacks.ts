import { renewGrants } from "../../pipeline/setup/grants.ts";
import { openShop } from "../../pipeline/shop.ts";
import type { Lack } from "../../platforms/platform.ts";
import { formToken, isFormTokenValid } from "../access/form-token.ts";
import { type Answer, type Page, redirect, refusal } from "../page.ts";

const ACTION = "grants";

/** What the merchant can still allow, or those of it that one page is about. */
export async function lacksView(page: Page, about: readonly Lack["feature"][] | null = null) {
  const lacks = openShop(page.context, page.installation).lacks ?? [];
  const token = await formToken(page, ACTION);
  return lacks
    .filter(({ feature }) => about === null || about.includes(feature))
    .map(({ feature, scopes }) => ({ text: page.texts(`lack.${feature}`), scopes: scopes.join(" "), token }));
}

/** The merchant has allowed something in her admin, and is shown what is on now. */
export async function takeGrants(page: Page): Promise<Answer> {
  if (!page.session.isAdmin) return refusal("forbidden");
  if (!(await isFormTokenValid(page, ACTION))) return refusal("form_expired");
  await renewGrants(page.context, page.installation);
  return redirect(page.href("/connections"));
}
