import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type ServerProcess, startServer } from "./server-process.ts";

export interface MariadbOptions {
  readonly program: string;
  readonly installProgram: string;
  readonly folder: string;
  /** 1 writes every commit to disk, as in production; 2 leaves that to the operating system and is faster. */
  readonly flushLogAtCommit: 1 | 2;
}

const oldestVersion = [10, 11] as const;

/** Starts an empty MariaDB whose one user may do everything; `url` ends in `/`, before a database's name. */
export async function startMariadb(options: MariadbOptions): Promise<ServerProcess & { url: string }> {
  await refuseOldVersion(options.program);
  const dataFolder = join(options.folder, "data");
  await mkdir(dataFolder, { recursive: true });
  await promisify(execFile)(options.installProgram, installArguments(dataFolder), {
    // Of its own, as the server's below: in a common one they take each other's tables for leftovers.
    env: { ...process.env, TMPDIR: options.folder },
  });

  const password = randomBytes(12).toString("hex");
  const initFile = join(options.folder, "init.sql");
  await writeFile(
    initFile,
    `CREATE USER IF NOT EXISTS 'test'@'127.0.0.1' IDENTIFIED BY '${password}';\n` +
      "GRANT ALL ON *.* TO 'test'@'127.0.0.1' WITH GRANT OPTION;\n",
    { mode: 0o600 },
  );
  const server = await startServer({
    program: options.program,
    argumentsFor: (port) => serverArguments(port, dataFolder, initFile, options.flushLogAtCommit),
    cwd: options.folder,
    ready: /ready for connections/,
  });
  return { ...server, url: `mysql://test:${password}@127.0.0.1:${server.port}/` };
}

function installArguments(dataFolder: string): string[] {
  return ["--no-defaults", `--datadir=${dataFolder}`, "--skip-test-db", ...asThisUser()];
}

function serverArguments(
  port: number,
  dataFolder: string,
  initFile: string,
  flushLogAtCommit: 1 | 2,
): string[] {
  return [
    "--no-defaults",
    `--datadir=${dataFolder}`,
    // A server that starts removes what it takes for leftovers in this folder, also those of others that run.
    `--tmpdir=${dirname(dataFolder)}`,
    `--init-file=${initFile}`,
    `--port=${port}`,
    "--bind-address=127.0.0.1",
    "--skip-name-resolve",
    // Relative to the data folder: the path of a socket may not be longer than 107 characters.
    "--socket=mariadb.sock",
    "--pid-file=mariadb.pid",
    "--max-connections=400",
    `--innodb-flush-log-at-trx-commit=${flushLogAtCommit}`,
    "--innodb-buffer-pool-size=128M",
    "--innodb-log-file-size=32M",
    "--innodb-doublewrite=0",
    "--performance-schema=0",
    // Servers from 11.6 on do so unless told otherwise: an update of what changed since it was read is refused.
    "--loose-innodb-snapshot-isolation=ON",
    "--skip-log-bin",
    // The character set stays the server's own default, latin1, so that a table which forgets utf8mb4 is found.
    ...asThisUser(),
  ];
}

/** MariaDB refuses to run as root unless it is told so. */
function asThisUser(): string[] {
  return process.getuid?.() === 0 ? ["--user=root"] : [];
}

async function refuseOldVersion(program: string): Promise<void> {
  const { stdout } = await promisify(execFile)(program, ["--no-defaults", "--version"]);
  const [, major = "0", minor = "0"] = /Ver (\d+)\.(\d+)/.exec(stdout) ?? [];
  const [wantedMajor, wantedMinor] = oldestVersion;
  const isRecent =
    Number(major) > wantedMajor || (Number(major) === wantedMajor && Number(minor) >= wantedMinor);
  if (!isRecent)
    throw new Error(`MariaDB ${oldestVersion.join(".")} or later is needed, found: ${stdout.trim()}`);
}
