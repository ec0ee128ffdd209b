import { platformOf } from "../../pipeline/context.ts";
import { shopPorts } from "../../pipeline/shop.ts";
import type { PastedAddress, SignUp } from "../../platforms/platform.ts";
import { formToken, isFormTokenValid } from "../access/form-token.ts";
import { type Answer, type Page, refusal, view } from "../page.ts";
import type { Language } from "../words/texts.ts";

const ACTION = "addresses:renew";

/** The form that makes new addresses, for an administrator of a shop that has any; else null. */
export async function renewToken(page: Page): Promise<string | null> {
  return page.session.isAdmin && renewalOf(page) !== null ? await formToken(page, ACTION) : null;
}

/** Makes new addresses for the shop's webhooks and shows them this once; the ones before them are heard for a while. */
export async function renewAddresses(page: Page): Promise<Answer> {
  const { context, installation, texts, format, session } = page;
  const renew = renewalOf(page);
  if (renew === null) return refusal("not_found");
  if (!session.isAdmin) return refusal("forbidden");
  if (!(await isFormTokenValid(page, ACTION))) return refusal("form_expired");
  const { paste, earlierUntil } = await renew(installation, shopPorts(context, installation.id));
  context.ports.log.info("a shop has new webhook addresses", { installation: installation.id });
  const until = format.day(earlierUntil.slice(0, 10));
  return view("addresses", {
    title: texts("addresses.title"),
    here: "/connections",
    answer: { tone: null, text: texts("addresses.answer") },
    until: texts("addresses.until", { until }),
    platform: installation.platform,
    paste: namedAddresses(page, installation.platform, paste),
  });
}

function renewalOf({ context, installation }: Page): NonNullable<SignUp["renewAddresses"]> | null {
  return platformOf(context, installation.platform).signUp?.renewAddresses ?? null;
}

/** The addresses with module and event in the reader's words. */
export function namedAddresses(
  { texts }: Pick<Language, "texts">,
  platform: string,
  paste: readonly PastedAddress[],
) {
  return paste.map((one) => ({
    ...one,
    module: texts(`sign_up.${platform}.module.${one.module}`),
    event: texts(`sign_up.${platform}.event.${one.event}`),
  }));
}
