import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const inLanguages = z.record(z.string(), z.string());

/** What other platforms' files are made of. */
const manifest = z.object({
  client_name: z.string(),
  client_uri: z.url(),
  software_id: z.string(),
  app: z.object({ actions: z.array(z.object({ id: z.string(), label: inLanguages })) }),
});

export type Manifest = z.output<typeof manifest>;

/** Reads manifest.json with the public address in place of its own. */
export function readManifest(publicUrl: string | null): Manifest {
  const text = readFileSync(join(import.meta.dirname, "..", "..", "manifest.json"), "utf8");
  const placed = publicUrl === null ? text : text.replaceAll("https://app.example.invalid", publicUrl);
  return manifest.parse(JSON.parse(placed));
}
