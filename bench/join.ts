import { z } from "zod";
import { openBrowser } from "../sandbox/browser.ts";
import type { Child } from "./child.ts";
import { tenantOf } from "./peers/shop-identity.ts";
import type { Peers } from "./peers.ts";

const connectionForm = z.object({ id: z.union([z.string(), z.number()]), authorize_url: z.string() });

/** The install handshake of the shop's next merchant, as a browser goes through it. */
export async function installApp(app: Child, { shop }: Peers): Promise<void> {
  const start = new URL("/oauth/install", publicUrlOf(app));
  start.searchParams.set("iss", shop.url);
  const page = await openBrowser().visit(start.href);
  if (page.status !== 200)
    throw new Error(`the installation ended at ${page.url}: ${page.status} ${page.text}`);
}

/** Connects a merchant's ledger through the merchant API and its consent screen, and says where card payments go. */
export async function connectLedger(app: Child, { shop }: Peers, merchant = 1): Promise<void> {
  const asked = new URLSearchParams({
    audience: `${publicUrlOf(app)}/manifest.json`,
    tenant: tenantOf(merchant),
  });
  const session = await fetch(`${shop.url}/bench/session?${asked.toString()}`);
  const token = z.string().parse(await session.json());
  const call = async (method: string, path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${app.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return await response.json();
  };
  const { id, authorize_url } = connectionForm.parse(
    await call("POST", "/connections", { system: "fortnox" }),
  );
  const page = await openBrowser().visit(authorize_url);
  if (page.status !== 200) throw new Error(`the consent ended at ${page.url}: ${page.status} ${page.text}`);
  await call("PATCH", `/connections/${id}/settings`, {
    payments: { methods: { card: { account: "1686" } } },
  });
}

/** As the app calls itself when nobody tells it. */
function publicUrlOf(app: Child): string {
  return `http://localhost:${new URL(app.url).port}`;
}
