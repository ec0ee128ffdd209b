import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** A program the tests start themselves, and the Debian package that holds it. */
export interface Program {
  readonly names: readonly string[];
  readonly aptPackage: string;
}

/**
 * `mariadb-server-core` is the server without its system service, so installing it starts nothing.
 * Ubuntu has Chromium only as a snap, which apt-get cannot install: there a browser must be on the PATH already.
 */
export const programs = {
  mariadb: { names: ["mariadbd"], aptPackage: "mariadb-server-core" },
  mariadbInstall: { names: ["mariadb-install-db"], aptPackage: "mariadb-server-core" },
  // Called by mariadb-install-db, but kept in another package.
  mariadbDefaults: { names: ["my_print_defaults"], aptPackage: "mariadb-client-core" },
  // What a backup is made with (deploy/backup.sh).
  mariadbDump: { names: ["mariadb-dump", "mysqldump"], aptPackage: "mariadb-client" },
  redis: { names: ["redis-server"], aptPackage: "redis-server" },
  chromium: {
    names: ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"],
    aptPackage: "chromium",
  },
} satisfies Record<string, Program>;

/** Debian keeps servers in /usr/sbin, which is not on an ordinary user's PATH. */
export const searchPath: readonly string[] = [
  ...(process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== ""),
  "/usr/local/sbin",
  "/usr/local/bin",
  "/usr/sbin",
  "/usr/bin",
  "/sbin",
  "/bin",
];

/** The full path of the first name that can be run, or null. */
export function findProgram(
  names: readonly string[],
  folders: readonly string[] = searchPath,
): string | null {
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      if (isExecutable(path)) return path;
    }
  }
  return null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
