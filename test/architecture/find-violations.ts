import { matchesGlob } from "node:path";
import { forbiddenTexts, importTable, soleImporters, type Zone } from "./import-table.ts";
import { type Import, readImports } from "./read-imports.ts";

/** What one file of the project does that the import table does not allow, as sentences. */
export function findViolations(path: string, text: string): string[] {
  const zone = importTable.find((candidate) => matchesGlob(path, candidate.files));
  if (zone === undefined) return [`${path} is in no zone of the import table`];
  return [
    ...readImports(path, text)
      .filter((it) => !isAllowed(it, path, zone))
      .map((it) => `${path} may not import ${it.target}`),
    ...forbiddenTexts
      .filter(({ files, except }) => matchesGlob(path, files) && !except.includes(path))
      .filter((forbidden) => forbidden.text.test(text))
      .map(({ reason }) => `${path} ${reason}`),
  ];
}

function isAllowed(it: Import, path: string, zone: Zone): boolean {
  const soleImporter = it.isPackage ? soleImporters[it.target] : undefined;
  // The stand-ins reckon with decimals of their own; they are not part of the product.
  if (soleImporter !== undefined && !path.startsWith("sandbox/") && path !== soleImporter) return false;
  const entries = it.isTypeOnly ? [...zone.may, ...(zone.mayTypes ?? [])] : zone.may;
  return entries.some((entry) => fits(it, entry, path, zone));
}

function fits(it: Import, entry: string, path: string, zone: Zone): boolean {
  if (it.isPackage) {
    const isOfNode = it.target.startsWith("node:");
    return entry === it.target || (entry === "node:*" && isOfNode) || (entry === "npm:*" && !isOfNode);
  }
  return matchesGlob(it.target, entry === "own" ? ownFolder(path, zone) : entry);
}

/** The folder of `path` that is as deep as the `**` of its zone: a ledger's or a platform's own. */
function ownFolder(path: string, zone: Zone): string {
  const depth = zone.files.split("/").indexOf("**");
  return `${path.split("/").slice(0, depth).join("/")}/**`;
}
