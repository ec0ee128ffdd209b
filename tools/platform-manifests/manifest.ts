import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const inLanguages = z.object({ en: z.string() }).catchall(z.string());

/** What other platforms' files are made of. */
const manifest = z.object({
  client_name: z.string(),
  client_uri: z.url(),
  software_id: z.string(),
  software_version: z.string(),
  scope: z.string().transform((scopes) => scopes.split(" ")),
  app: z.object({
    description: inLanguages,
    urls: z.object({ documentation: z.url() }),
    embedded: z.object({ settings: z.object({ title: inLanguages, url: z.url() }) }),
    actions: z.array(
      z.object({
        id: z.string(),
        label: inLanguages,
        resource: z.literal("order"),
        views: z.array(z.enum(["detail", "list"])),
        mode: z.enum(["server", "page"]),
      }),
    ),
    webhooks: z.object({ events: z.array(z.string()) }),
  }),
});

export type Manifest = z.output<typeof manifest>;
export type Action = Manifest["app"]["actions"][number];

/** Reads manifest.json with the public address in place of its own. */
export function readManifest(publicUrl: string | null): Manifest {
  const text = readFileSync(join(import.meta.dirname, "..", "..", "manifest.json"), "utf8");
  const placed = publicUrl === null ? text : text.replaceAll("https://app.example.invalid", publicUrl);
  return manifest.parse(JSON.parse(placed));
}

/** The action of this name; every platform's file offers it, so it must not get lost. */
export function actionOf(manifest: Manifest, id: string): Action {
  const action = manifest.app.actions.find((one) => one.id === id);
  if (action === undefined) throw new Error(`manifest.json has no action ${id}`);
  return action;
}

/** A platform's words for ours, each once. One that has no entry is a word somebody added and nobody translated. */
export function translated<Word>(
  words: readonly string[],
  table: Readonly<Record<string, readonly Word[]>>,
): Word[] {
  const all = words.flatMap((word) => {
    const entry = Object.hasOwn(table, word) ? table[word] : undefined;
    if (entry === undefined) throw new Error(`manifest.json says ${word}, which has no translation`);
    return entry;
  });
  return [...new Set(all)];
}
