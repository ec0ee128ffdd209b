import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isEnumType } from "graphql";
import { z } from "zod";
import { adminSchema } from "../graphql/schema.ts";
import { invalid, parsed } from "../refusal.ts";
import type { AdminLink, AppDescription } from "./app-description.ts";
import { appDescriptionSchema } from "./app-description.ts";
import { readToml } from "./toml.ts";

const COMPLIANCE_TOPICS = ["customers/data_request", "customers/redact", "shop/redact"] as const;

const scopeList = z
  .string()
  .default("")
  .transform((list) => list.split(",").filter((scope) => scope !== ""));

/** `shopify.app.toml` as the command line tool 4.8 reads it: members it does not know are an error. */
const appFileSchema = z.strictObject({
  client_id: z.string(),
  name: z.string().min(1).max(30),
  handle: z.string().optional(),
  application_url: z.url(),
  embedded: z.literal(true),
  extension_directories: z.array(z.string()).optional(),
  access: z.record(z.string(), z.unknown()).optional(),
  access_scopes: z.strictObject({
    scopes: scopeList,
    optional_scopes: z.array(z.string()).default([]),
    // With the old flow the app would have to ask for its scopes by redirects.
    use_legacy_install_flow: z.literal(false).optional(),
  }),
  auth: z.strictObject({ redirect_urls: z.array(z.url()).min(1) }),
  webhooks: z.strictObject({
    api_version: z.string().regex(/^\d{4}-\d{2}$/),
    subscriptions: z
      .array(
        z
          .strictObject({
            topics: z.array(z.string()).default([]),
            compliance_topics: z.array(z.enum(COMPLIANCE_TOPICS)).default([]),
            uri: z.string().regex(/^(\/|https:\/\/)/),
            include_fields: z.array(z.string()).default([]),
            filter: z.string().optional(),
            name: z.string().max(50).optional(),
          })
          .refine(({ topics, compliance_topics }) => topics.length + compliance_topics.length > 0, {
            message: "names no topic",
          }),
      )
      .default([]),
  }),
  pos: z.strictObject({ embedded: z.boolean() }).optional(),
  app_preferences: z.strictObject({ url: z.url() }).optional(),
  build: z.record(z.string(), z.unknown()).optional(),
  order: z.record(z.string(), z.unknown()).optional(),
});

const extensionFileSchema = z.object({
  extensions: z
    .array(
      z.object({
        name: z.string(),
        handle: z.string(),
        type: z.string(),
        targeting: z.array(z.object({ target: z.string(), url: z.string() })).min(1),
      }),
    )
    .min(1),
});

/** What a deploy of this folder would tell Shopify; refuses what the deploy would refuse. */
export function readDeployment(folder: string, changes: { applicationUrl?: string } = {}): AppDescription {
  const file = parsed(appFileSchema, readToml(readFileSync(join(folder, "shopify.app.toml"), "utf8")));
  const { subscriptions } = file.webhooks;
  demandKnownTopics(subscriptions.flatMap((each) => each.topics));
  demandOnce(
    subscriptions.flatMap((each) => each.topics.map((topic) => `${topic} ${each.uri} ${each.filter ?? ""}`)),
  );
  demandOnce(subscriptions.flatMap((each) => each.compliance_topics));
  return parsed(appDescriptionSchema, {
    name: file.name,
    handle: file.handle ?? file.name.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
    applicationUrl: changes.applicationUrl ?? file.application_url,
    apiVersion: file.webhooks.api_version,
    scopes: file.access_scopes.scopes,
    optionalScopes: file.access_scopes.optional_scopes,
    subscriptions: subscriptions.map((each) => ({
      topics: each.topics,
      complianceTopics: each.compliance_topics,
      uri: each.uri,
      includeFields: each.include_fields,
      ...(each.name === undefined ? {} : { name: each.name }),
    })),
    links: linksIn(join(folder, "extensions")),
  });
}

/** The admin links among the extensions of the app. */
function linksIn(folder: string): AdminLink[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const place = join(folder, name);
    const { extensions } = parsed(
      extensionFileSchema,
      readToml(readFileSync(join(place, "shopify.extension.toml"), "utf8")),
    );
    return extensions
      .filter((each) => each.type === "admin_link")
      .flatMap((each) =>
        each.targeting.map(({ target, url }) =>
          parsed(appDescriptionSchema.shape.links.unwrap().element, {
            target,
            url,
            text: translated(each.name, place),
          }),
        ),
      );
  });
}

/** A name such as `t:name` in the extension's English words. */
function translated(name: string, place: string): string {
  if (!name.startsWith("t:")) return name;
  const words = parsed(
    z.record(z.string(), z.string()),
    JSON.parse(readFileSync(join(place, "locales", "en.default.json"), "utf8")),
  );
  const text = words[name.slice("t:".length)];
  if (text === undefined) throw invalid(`${place} has no English words for ${name}.`);
  return text;
}

function demandKnownTopics(topics: readonly string[]): void {
  const known = adminSchema().schema.getType("WebhookSubscriptionTopic");
  if (!isEnumType(known)) throw new Error("The schema has no webhook topics.");
  for (const topic of topics) {
    const value = topic.toUpperCase().replace("/", "_");
    if (known.getValue(value) === undefined) throw invalid(`Shopify knows no topic ${topic}.`);
  }
}

function demandOnce(entries: readonly string[]): void {
  const twice = entries.find((entry, at) => entries.indexOf(entry) < at);
  if (twice !== undefined) throw invalid(`${twice.trim()} is subscribed to twice.`);
}
