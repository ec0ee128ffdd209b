import type { Platform } from "../platform.ts";
import { install } from "./install.ts";
import { sessions } from "./session.ts";
import { shopOf } from "./shop.ts";
import { webhooks } from "./webhook.ts";

/** Every platform that keeps to the manifest contract, version 1. */
export const manifestPlatform: Platform = {
  id: "manifest",
  name: "Manifest contract",
  install,
  webhooks,
  sessions,
  open: shopOf,
};
