import { afterEach } from "vitest";
import type { Installation } from "../../../../plugin/platforms/platform.ts";
import type { ShopifyOptions } from "../../../../plugin/platforms/shopify/options.ts";
import type { Secrets } from "../../../../plugin/ports.ts";
import { installed, type LoopbackServer, memoryVault, serve, shopPorts } from "../manifest/ports.ts";
import { OPTIONS } from "./deliveries.ts";

const SHOP = "fjall-form.myshopify.com";

export interface Asked {
  readonly path: string;
  readonly token: string | null;
  readonly body: Record<string, unknown>;
}

export interface Scripted {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON unless it is a text. */
  readonly body: unknown;
}

/** A token response as Shopify gives it. */
export const tokenResponse = (number: number) => ({
  access_token: `access-${number}`,
  scope: "read_orders,write_orders",
  expires_in: 3600,
  refresh_token: `refresh-${number}`,
  refresh_token_expires_in: 7_776_000,
});

export const GOOD: Secrets = {
  access_token: "access-0",
  expires_at: "2026-11-21T11:00:00.000Z",
  refresh_token: "refresh-0",
};

let open: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of open) await server.close();
  open = [];
});

/** A shop whose answers a test writes; the last one is repeated. Tokens and questions are answered from lists of their own. */
export async function scriptedShop(
  answers: readonly Scripted[],
  { tokens = [], secrets = GOOD }: { tokens?: readonly Scripted[]; secrets?: Secrets } = {},
) {
  const asked: Asked[] = [];
  const next = (list: readonly Scripted[], isMine: (path: string) => boolean): Scripted => {
    const count = asked.filter((one) => isMine(one.path)).length;
    return list[Math.min(count, list.length) - 1] ?? { status: 500, body: "nothing was scripted" };
  };
  const isToken = (path: string): boolean => path.endsWith("/access_token");
  const server = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      const header = request.headers["x-shopify-access-token"];
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
      asked.push({ path, token: typeof header === "string" ? header : null, body });
      const answer = isToken(path) ? next(tokens, isToken) : next(answers, (one) => !isToken(one));
      response.writeHead(answer.status ?? 200, answer.headers);
      response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
    });
  });
  open.push(server);
  const vault = memoryVault(secrets);
  const ports = { ...(await shopPorts({})), vault };
  const options: ShopifyOptions = { ...OPTIONS, apiBase: server.url };
  const installation: Installation = installed(`https://${SHOP}`, {
    platform: "shopify",
    tenantId: SHOP,
    tenantName: "Fjäll & Form",
    scopes: ["read_orders", "write_orders", "read_products", "write_inventory", "read_locations"],
    metadata: null,
  });
  return { asked, ports, options, installation };
}
