/**
 * Compiled tools come as one package per platform, and name all of them as optional. A registry mirror that holds only
 * some makes npm leave the others out of the lockfile, and `npm ci` then refuses that lockfile on every machine.
 */
export interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[] | string;
  readonly cpu?: readonly string[] | string;
  readonly libc?: readonly string[] | string;
}

export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface MissingPackage {
  readonly name: string;
  readonly version: string;
  readonly dev: boolean;
}

/** The optional packages that some locked package names and the lockfile does not hold. */
export function missingPlatformPackages({ packages }: Lockfile): MissingPackage[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {}, dev = false }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isReachable(packages, path, name))
      .map(([name, version]) => ({ name, version, dev })),
  );
}

/** The lockfile with those packages added, without a checksum: nobody here could see their content. */
export function completeLockfile(lockfile: Lockfile): Lockfile {
  const added = missingPlatformPackages(lockfile).map(
    (missing) => [`node_modules/${missing.name}`, lockedPackage(missing)] as const,
  );
  const all = [...Object.entries(lockfile.packages), ...added];
  return { ...lockfile, packages: Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b, "en"))) };
}

/** Looks where Node looks: in the package's own node_modules, then in those of the folders above it. */
function isReachable(packages: Lockfile["packages"], path: string, name: string): boolean {
  let folder = path;
  while (folder !== "") {
    if (`${folder}/node_modules/${name}` in packages) return true;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")));
  }
  return `node_modules/${name}` in packages;
}

/** These packages carry their platform in their name; npm reads it here to know that it need not fetch them. */
function lockedPackage({ name, version, dev }: MissingPackage): LockedPackage {
  const os = /[-/](android|darwin|freebsd|linux|openharmony|win32)(?:-|$)/.exec(name)?.[1];
  const cpu = /-(arm64|arm|ia32|ppc64|riscv64|s390x|wasm32|x64)(?:-|$)/.exec(name)?.[1];
  const libc = /-(gnu|musl)/.exec(name)?.[1];
  return {
    version,
    ...(cpu !== undefined && { cpu: [cpu] }),
    ...(dev && { dev }),
    ...(os === "linux" && libc !== undefined && { libc: [libc === "gnu" ? "glibc" : libc] }),
    optional: true,
    ...(os !== undefined && { os: [os] }),
  };
}
