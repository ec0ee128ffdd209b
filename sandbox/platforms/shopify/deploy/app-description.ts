import { z } from "zod";

const subscriptionSchema = z.object({
  topics: z.array(z.string()).default([]),
  complianceTopics: z.array(z.string()).default([]),
  /** Relative to the application's origin, or https. */
  uri: z.string(),
  includeFields: z.array(z.string()).default([]),
  name: z.string().max(50).optional(),
});

const linkSchema = z.object({
  target: z.enum([
    "admin.order-details.action.link",
    "admin.order-index.selection-action.link",
    "admin.order-index.action.link",
    "admin.app.support.link",
  ]),
  text: z.string(),
  /** Relative to the application's origin. */
  url: z.string().startsWith("/"),
});

/** What a deploy of `shopify.app.toml` and its extensions tells Shopify of the app. */
export const appDescriptionSchema = z.object({
  name: z.string(),
  handle: z.string(),
  applicationUrl: z.url(),
  apiVersion: z.string().default("2026-10"),
  scopes: z.array(z.string()),
  optionalScopes: z.array(z.string()).default([]),
  subscriptions: z.array(subscriptionSchema).default([]),
  links: z.array(linkSchema).default([]),
});

export type AppDescription = z.output<typeof appDescriptionSchema>;
export type Subscription = AppDescription["subscriptions"][number];
export type AdminLink = AppDescription["links"][number];
