import type { RawDelivery } from "../../plugin/platforms/platform.ts";
import { serve } from "../plugin/platforms/manifest/ports.ts";

interface Received extends RawDelivery {
  readonly path: string;
}

/** Takes what a stand-in sends, as the app's doors would hand it on. */
export async function openReceiver(answers: Readonly<Record<string, string>> = {}) {
  const received: Received[] = [];
  const given = new Map(Object.entries(answers));
  const server = await serve((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://127.0.0.1");
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      const known = given.get(url.pathname);
      if (known !== undefined) {
        response.writeHead(200, { "content-type": "application/json" }).end(known);
        return;
      }
      received.push({
        path: url.pathname,
        body: Buffer.concat(parts),
        headers,
        params: { token: decodeURIComponent(url.pathname.split("/").at(-1) ?? "") },
        query: Object.fromEntries(url.searchParams),
      });
      response.writeHead(200).end();
    });
  });
  return {
    url: server.url,
    /** Documents it serves by their path, such as the app's manifest. */
    answer(path: string, text: string): void {
      given.set(path, text);
    },
    received,
    clear(): void {
      received.length = 0;
    },
    close: server.close,
  };
}
