/**
 * `npm run new:connector <id> ["Name"]` and `npm run new:platform <id> ["Name"]`: the folder of a new system with its
 * headings, and its line in the registry. See docs/guides/add-a-ledger.md.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { connectorFiles } from "./new/connector-files.ts";
import { readNames, withSystem } from "./new/names.ts";
import { platformFiles } from "./new/platform-files.ts";

const [kind, id = "", name] = process.argv.slice(2);
const root = process.cwd();
const names = readNames(id, name);
if ((kind !== "connector" && kind !== "platform") || names === null) {
  console.error('Use: npm run new:connector <id> ["Name"]; the id has small letters, digits and hyphens.');
  process.exit(1);
}
const files = kind === "connector" ? connectorFiles(names) : platformFiles(names);
const taken = Object.keys(files).filter((path) => existsSync(join(root, path)));
if (taken.length > 0) {
  console.error(`${taken.join(", ")} is there already. Nothing was written.`);
  process.exit(1);
}
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(`wrote ${path}`);
}
const [registry, list] =
  kind === "connector"
    ? ["plugin/connectors/index.ts", "ledgers"]
    : ["plugin/platforms/index.ts", "shopSystems"];
writeFileSync(join(root, registry), withSystem(readFileSync(join(root, registry), "utf8"), list, names));
console.log(`added one line to ${registry}`);
