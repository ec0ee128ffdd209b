import type { House } from "./house.ts";

/** Does by hand in the ledger what a bookkeeper would, with a right of her own. */
export async function asBookkeeper(
  house: Pick<House, "fortnox" | "environment">,
  method: "POST" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
): Promise<void> {
  const { FORTNOX_CLIENT_ID: id = "", FORTNOX_CLIENT_SECRET: secret = "" } = house.environment;
  const token = await fetch(`${house.fortnox.url}/oauth-v1/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
      tenantid: "100001",
    },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  const { access_token } = (await token.json()) as { access_token: string };
  const response = await fetch(`${house.fortnox.url}/3${path}`, {
    method,
    headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}
