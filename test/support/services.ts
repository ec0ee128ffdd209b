import { join } from "node:path";
import { aptInstall } from "./apt-install.ts";
import { startMariadb } from "./mariadb-server.ts";
import { findProgram, type Program, programs } from "./programs.ts";
import { startRedis } from "./redis-server.ts";
import type { ServerProcess } from "./server-process.ts";

/** What the tests need besides Node: always private instances, never a server that happens to run. */
export const serviceNames = ["mariadb", "redis", "chromium"] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface Services {
  readonly mariadbUrl: string | null;
  readonly redisUrl: string | null;
  readonly chromiumPath: string | null;
  /** Name and reason of each service that was asked for and could not be had. */
  readonly problems: readonly string[];
  /** Ends a server without warning and starts it again after a while. Only for a run that has it alone. */
  restart(name: "mariadb" | "redis", awayMs: number): Promise<void>;
  stop(): Promise<void>;
}

export interface ServicesRequest {
  readonly names: readonly ServiceName[];
  readonly folder: string;
  readonly flushLogAtCommit?: 1 | 2;
  readonly say: (line: string) => void;
}

const noServer = { stop: async () => {}, restart: async () => {} };

type Server = Pick<ServerProcess, "stop" | "restart">;

const neededPrograms: Record<ServiceName, readonly Program[]> = {
  mariadb: [programs.mariadb, programs.mariadbInstall, programs.mariadbDefaults, programs.mariadbDump],
  redis: [programs.redis],
  chromium: [programs.chromium],
};

/** Installs what is missing, then starts the services side by side. A service that fails does not stop the others. */
export async function startServices(request: ServicesRequest): Promise<Services> {
  const installProblem = await installMissing(request);
  const problems: string[] = [];
  const servers = new Map<ServiceName, Server>();

  /** Starts one server, and turns a failure into a sentence. */
  const attempt = async (name: ServiceName, start: () => Promise<Server & { url: string }>) => {
    if (!request.names.includes(name)) return null;
    try {
      const server = await start();
      servers.set(name, server);
      return server.url;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push(`${name}: ${installProblem ?? reason}`);
      return null;
    }
  };

  const [mariadbUrl, redisUrl, chromiumPath] = await Promise.all([
    attempt("mariadb", () =>
      startMariadb({
        program: required(programs.mariadb),
        installProgram: required(programs.mariadbInstall),
        folder: join(request.folder, "mariadb"),
        flushLogAtCommit: request.flushLogAtCommit ?? 2,
      }),
    ),
    attempt("redis", () => startRedis(required(programs.redis), join(request.folder, "redis"))),
    // Each browser test starts its own Chromium; here it is enough that there is one.
    attempt("chromium", async () => ({ url: required(programs.chromium), ...noServer })),
  ]);
  return {
    mariadbUrl,
    redisUrl,
    chromiumPath,
    problems,
    restart: async (name, awayMs) => servers.get(name)?.restart(awayMs),
    stop: async () => {
      await Promise.all([...servers.values()].map((server) => server.stop()));
    },
  };
}

async function installMissing({ names, say }: ServicesRequest): Promise<string | null> {
  const missing = names
    .flatMap((name) => neededPrograms[name])
    .filter((it) => findProgram(it.names) === null);
  if (missing.length === 0) return null;
  const packages = [...new Set(missing.map((program) => program.aptPackage))];
  say(`Installing ${packages.join(", ")} with apt-get, once; this can take a few minutes.`);
  return aptInstall(packages);
}

function required(program: Program): string {
  const path = findProgram(program.names);
  if (path === null) throw new Error(`no ${program.names.join(" or ")} on this machine`);
  return path;
}
