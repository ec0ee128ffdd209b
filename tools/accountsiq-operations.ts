import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { operations } from "../sandbox/accounting/accountsiq/operations.ts";
import { vendorOperations } from "./accountsiq/vendor-operations.ts";

/**
 * Derives test/fixtures/accountsiq/operations.json anew from the vendor's own document, so that nobody has to trust our
 * typing: `node tools/accountsiq-operations.ts AccountsIQ-EU1-2_0.postman_collection.json`. The collection is published in
 * the repository accountsIQ/API-Wiki, branch gh-pages, folder assets/postman-collection.
 */
const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("name the file of the vendor's Postman collection");
const file = join(import.meta.dirname, "../test/fixtures/accountsiq/operations.json");
const wanted = [...Object.keys(operations), "TokenGet", "TokenRefresh"];
const found = vendorOperations(JSON.parse(readFileSync(path, "utf8")), wanted);
writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
console.log(`wrote ${Object.keys(found).length} operations to ${file}`);
