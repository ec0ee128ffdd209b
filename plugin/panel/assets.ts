import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import express, { type Router } from "express";

/** The stylesheet, the script and the picture of the pages, under an address that changes with their content. */
export interface Assets {
  /** Path of a file below the panel's root. */
  path(name: string): string;
  readonly router: Router;
}

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".webp": "image/webp",
};

// In this order: what narrows a screen or calms it comes last.
const STYLES = [
  "base",
  "frame",
  "parts",
  "overview",
  "tables",
  "order",
  "lists",
  "orders",
  "start",
  "forms",
  "editors",
  "help",
  "stack",
  "small",
];

/** Reads the files of a directory, and the parts of the stylesheet beside it as one `panel.css`; `more` by their names. */
export function loadAssets(
  directory: string,
  stylesDirectory: string,
  more: ReadonlyMap<string, Buffer> = new Map(),
): Assets {
  const own = readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))] as const);
  const files = new Map([...more, ...own]);
  const styles = STYLES.map((name) => readFileSync(join(stylesDirectory, `${name}.css`)));
  files.set("panel.css", Buffer.concat(styles));
  const digest = createHash("sha256");
  for (const [name, content] of files) digest.update(name).update(content);
  const hash = digest.digest("hex").slice(0, 12);

  const router = express.Router();
  router.get("/:hash/:name", (request, response) => {
    const { name } = request.params;
    const content = files.get(name);
    const type = TYPES[extname(name)];
    if (content === undefined || type === undefined) {
      response.sendStatus(404);
      return;
    }
    // An old address still gives the new file, for pages that were open during an update; it is not kept for long.
    const isCurrent = request.params.hash === hash;
    response.set({
      "Content-Type": type,
      "Cache-Control": isCurrent ? "public, max-age=31536000, immutable" : "no-cache",
      "X-Content-Type-Options": "nosniff",
    });
    response.send(content);
  });
  return { path: (name) => `/assets/${hash}/${name}`, router };
}
