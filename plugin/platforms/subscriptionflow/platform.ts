import type { Platform } from "../platform.ts";
import { sessions } from "./session.ts";
import { shopOf } from "./shop.ts";
import { signUpOf } from "./sign-up.ts";
import { webhooksOf } from "./webhook.ts";

/** SubscriptionFlow, a platform without apps. `pattern` is its address with `{site}` in it. */
export function subscriptionFlow(pattern: string): Platform {
  return {
    id: "subscriptionflow",
    name: "SubscriptionFlow",
    install: null,
    signUp: signUpOf(pattern),
    webhooks: webhooksOf(pattern),
    sessions,
    checksVatNumbers: false,
    // There is no admin that could show us in a frame.
    frame: () => ({ ancestors: ["'none'"], scripts: [], metas: {} }),
    open: shopOf,
  };
}
