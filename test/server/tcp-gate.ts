import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A way to a server that a test can cut: the server stays up, only nobody reaches it. */
export interface TcpGate {
  readonly port: number;
  /** Ends all connections and accepts no more. */
  cut(): void;
  /** Leaves connections open but carries nothing, as a network does that swallows packets. */
  stall(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function openTcpGate(targetPort: number): Promise<TcpGate> {
  let state: "open" | "cut" | "stalled" = "open";
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(targetPort, "127.0.0.1");
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(from);
      from.on("error", () => {});
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on("data", (chunk) => {
        if (state === "open") to.write(chunk);
      });
    }
    if (state === "cut") client.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the gate has no port");
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };

  return {
    port: address.port,
    cut() {
      state = "cut";
      endAll();
    },
    stall() {
      state = "stalled";
    },
    mend() {
      state = "open";
      // What was swallowed is gone for good: the connections it belonged to cannot go on.
      endAll();
    },
    async close() {
      endAll();
      server.close();
      await once(server, "close");
    },
  };
}
