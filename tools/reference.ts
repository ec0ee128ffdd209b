import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { referencePages } from "./reference/pages.ts";

/** Writes the pages of docs/reference/ that follow from code; a test fails while they are out of date. */
for (const [name, text] of Object.entries(referencePages())) {
  writeFileSync(join(import.meta.dirname, "..", "docs", "reference", name), text);
  console.log(`wrote docs/reference/${name}`);
}
