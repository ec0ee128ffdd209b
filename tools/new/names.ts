/** How a new system is called in each place. */
export interface NewSystem {
  /** Folder, and the word in settings and addresses: `e-conomic`. */
  readonly id: string;
  /** As its users write it. */
  readonly name: string;
  /** Beginning of its environment variables: `E_CONOMIC`. */
  readonly variable: string;
  /** In code: `eConomic`. */
  readonly constant: string;
}

/** Null when it cannot be the name of a folder: small letters, digits and single hyphens. */
export function readNames(id: string, name: string | undefined): NewSystem | null {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) return null;
  const words = id.split("-");
  const constant = words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
  return { id, name: name ?? id, variable: words.join("_").toUpperCase(), constant };
}

/** The registry with one line more: the import at its place, the system at the end of the list. */
export function withSystem(registry: string, list: string, { id, constant }: NewSystem): string {
  const line = `import { ${constant}System } from "./${id}/system.ts";\n`;
  const imports = registry.match(/^import .*;\n/gm) ?? [];
  const before = imports.findLast((one) => /"\.\/[a-z0-9-]+\/system\.ts"/.test(one)) ?? imports.at(-1);
  if (before === undefined) throw new Error("the registry imports nothing");
  const entry = new RegExp(`(export const ${list}: [^=]+= \\[)([^\\]]*)\\]`);
  if (!entry.test(registry)) throw new Error(`the registry has no list ${list}`);
  return registry.replace(before, before + line).replace(entry, (_all, head: string, entries: string) => {
    const several = entries.trim().replace(/,$/, "");
    return `${head}${several === "" ? "" : `${several}, `}${constant}System]`;
  });
}
