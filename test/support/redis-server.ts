import { mkdir } from "node:fs/promises";
import { type ServerProcess, startServer } from "./server-process.ts";

/** How many numbered databases the server offers; each test that asks gets one of its own. */
export const redisDatabases = 4096;

/** Starts an empty Redis that keeps nothing on disk. `noeviction` is what the queue needs in production too. */
export async function startRedis(program: string, folder: string): Promise<ServerProcess & { url: string }> {
  await mkdir(folder, { recursive: true });
  const server = await startServer({
    program,
    argumentsFor: (port) =>
      `--port ${port} --bind 127.0.0.1 --databases ${redisDatabases} --appendonly no --maxmemory-policy noeviction`
        .split(" ")
        // Apart from the others, because a folder's name and the empty schedule of saves are no words.
        .concat("--dir", folder, "--save", ""),
    cwd: folder,
    ready: /Ready to accept connections/,
  });
  return { ...server, url: `redis://127.0.0.1:${server.port}` };
}
