/** `node tools/complete-lockfile.ts`, after each change of the packages: see lockfile/platform-packages.ts. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { completeLockfile, missingPlatformPackages } from "./lockfile/platform-packages.ts";

const path = join(import.meta.dirname, "..", "package-lock.json");
const lockfile = JSON.parse(readFileSync(path, "utf8"));
const count = missingPlatformPackages(lockfile).length;
if (count > 0) writeFileSync(path, `${JSON.stringify(completeLockfile(lockfile), null, 2)}\n`);
console.log(`${count} packages of other platforms added to package-lock.json.`);
