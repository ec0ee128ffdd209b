import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";

export interface TestServer {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** A real server on a free port of this machine that plays the other side. */
export async function startServer(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
