import "@shopify/shopify-api/adapters/node";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  ApiVersion,
  GraphqlQueryError,
  HttpResponseError,
  InvalidJwtError,
  RequestedTokenType,
  type Session,
  shopifyApi,
} from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Shopify } from "../../../../sandbox/platforms/shopify/server.ts";
import { ORDER } from "./documents.ts";
import { at, CLIENT, openShop, THREE_MUGS } from "./open-shop.ts";
import { usualApp } from "./usual-app.ts";

/* Shopify's own library, as an app would use it, only with every call led to the stand-in. */

function libraryFor(shop: Shopify, apiSecretKey = CLIENT.clientSecret) {
  setAbstractFetchFunc(async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    return await fetch(`${shop.url}/s/${url.hostname}${url.pathname}${url.search}`, init);
  });
  return shopifyApi({
    apiKey: CLIENT.clientId,
    apiSecretKey,
    hostName: "app.example.com",
    apiVersion: ApiVersion.October26,
    isEmbeddedApp: true,
    _logDisabledFutureFlags: false,
    logger: { log: async () => {} },
  });
}

async function installed() {
  const shop = await openShop();
  await shop.install();
  return { shop, library: libraryFor(shop) };
}

async function offline(shop: Shopify, library: ReturnType<typeof libraryFor>): Promise<Session> {
  const { session } = await library.auth.tokenExchange({
    shop: shop.domain,
    sessionToken: await shop.sessionToken(),
    requestedTokenType: RequestedTokenType.OfflineAccessToken,
    expiring: true,
  });
  return session;
}

describe("@shopify/shopify-api", () => {
  it("reads the stand-in's session tokens and refuses old ones and those of another app", async () => {
    const { shop, library } = await installed();
    const payload = await library.session.decodeSessionToken(await shop.sessionToken());
    expect(payload).toMatchObject({ dest: `https://${shop.domain}`, iss: `https://${shop.domain}/admin` });
    const now = Math.floor(Date.now() / 1000);
    for (const claims of [{ exp: now - 60 }, { aud: "another" }]) {
      const token = await shop.sessionToken(claims);
      await expect(library.session.decodeSessionToken(token)).rejects.toThrow(InvalidJwtError);
    }
  });

  it("exchanges a session token for an offline session that expires, and refreshes it", async () => {
    const { shop, library } = await installed();
    const first = await offline(shop, library);
    expect(first).toMatchObject({ id: `offline_${shop.domain}`, isOnline: false });
    expect(Math.round(((first.expires?.getTime() ?? 0) - Date.now()) / 60_000)).toBe(60);
    expect(first.refreshToken).toMatch(/^shprt_/);
    const { session } = await library.auth.refreshToken({
      shop: shop.domain,
      refreshToken: first.refreshToken ?? "",
    });
    expect(session.accessToken).not.toBe(first.accessToken);
    expect(session.refreshToken).not.toBe(first.refreshToken);
  });

  it("gets an online session that names the member of staff", async () => {
    const { shop, library } = await installed();
    const { session } = await library.auth.tokenExchange({
      shop: shop.domain,
      sessionToken: await shop.sessionToken(),
      requestedTokenType: RequestedTokenType.OnlineAccessToken,
    });
    expect(session.onlineAccessInfo?.associated_user).toMatchObject({ email: "astrid@example.com" });
  });

  it("learns invalid_subject_token, invalid_grant and invalid_client from the response", async () => {
    const { shop, library } = await installed();
    const errorOf = async (work: Promise<unknown>) => {
      const error: unknown = await work.catch((reason: unknown) => reason);
      if (!(error instanceof HttpResponseError)) throw error;
      return [error.response.code, at(error.response.body, "error")];
    };
    const other = shop.openShop({ handle: "other-shop" });
    await other.install();
    const foreign = library.auth.tokenExchange({
      shop: other.domain,
      sessionToken: await shop.sessionToken(),
      requestedTokenType: RequestedTokenType.OfflineAccessToken,
      expiring: true,
    });
    expect(await errorOf(foreign)).toEqual([400, "invalid_subject_token"]);
    const dead = library.auth.refreshToken({ shop: shop.domain, refreshToken: "shprt_unknown" });
    expect(await errorOf(dead)).toEqual([400, "invalid_grant"]);
    const stranger = libraryFor(shop, "shpss_wrong");
    const wrong = stranger.auth.refreshToken({ shop: shop.domain, refreshToken: "shprt_unknown" });
    expect(await errorOf(wrong)).toEqual([400, "invalid_client"]);
  });

  it("asks for an order through its GraphQL client", async () => {
    const { shop, library } = await installed();
    const order = await shop.place(THREE_MUGS);
    const client = new library.clients.Graphql({ session: await offline(shop, library) });
    const answer = await client.request(ORDER, { variables: { id: `gid://shopify/Order/${order.id}` } });
    expect(at(answer.data, "order.totalPriceSet.shopMoney")).toEqual({
      amount: "646.0",
      currencyCode: "SEK",
    });
    expect(at(answer.extensions, "cost.throttleStatus.restoreRate")).toBe(100);
  });

  it("reports a refused token, a page instead of JSON, and errors beside data as it does in production", async () => {
    const { shop, library } = await installed();
    const session = await offline(shop, library);
    const client = new library.clients.Graphql({ session });
    shop.faults.withoutScopes = ["read_customers"];
    const order = await shop.place(THREE_MUGS);
    const partial = await client
      .request(ORDER, { variables: { id: `gid://shopify/Order/${order.id}` } })
      .catch((error: unknown) => error);
    expect(partial).toBeInstanceOf(GraphqlQueryError);
    expect(at(partial, "body.data.order.name")).toBe("#1001");
    expect(at(partial, "body.data.order.customer")).toBeNull();
    shop.expireAccessTokens();
    const refused = await client.request("{ shop { name } }").catch((error: unknown) => error);
    expect(at(refused, "response.code")).toBe(401);
  });

  it("accepts the webhooks the stand-in signs, and not those with a wrong HMAC", async () => {
    const received: { body: string; verdict: unknown }[] = [];
    const library = libraryFor(await openShop());
    const receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const rawBody = Buffer.concat(chunks).toString("utf8");
        library.webhooks.validate({ rawBody, rawRequest: request, rawResponse: response }).then(
          (verdict) => {
            received.push({ body: rawBody, verdict });
            response.end();
          },
          () => response.writeHead(500).end(),
        );
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      receiver.close();
    });
    const { port } = receiver.address() as AddressInfo;
    const shop = await openShop({ app: usualApp(`http://127.0.0.1:${port}/shopify`), retryPausesMs: [] });
    await shop.install();

    await shop.place({ ...THREE_MUGS, note: "Blåbär & smör, 5 €" });
    await shop.idle();
    const topics = received.map(({ verdict }) => String(at(verdict, "topic")));
    expect(topics.toSorted()).toEqual([
      "CUSTOMERS_CREATE",
      "ORDERS_CREATE",
      "ORDERS_PAID",
      "ORDER_TRANSACTIONS_CREATE",
    ]);
    expect(received.every(({ verdict }) => at(verdict, "valid") === true)).toBe(true);
    shop.faults.webhooksBadHmac = true;
    await shop.place(THREE_MUGS);
    await shop.idle();
    expect(received.at(-1)?.verdict).toMatchObject({ valid: false, reason: "invalid_hmac" });
  });

  it("accepts the signature of the address the admin opens, selections of orders too", async () => {
    const { shop, library } = await installed();
    for (const address of [
      await shop.appAddress(),
      await shop.appAddress("/shopify/orders/sync", { id: "5700000000001" }),
      await shop.appAddress("/shopify/orders/sync", { "ids[]": ["5700000000001", "5700000000002"] }),
    ]) {
      const { searchParams } = new URL(address);
      const query = Object.fromEntries(
        [...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name).join(",")]),
      );
      expect(await library.utils.validateHmac(query)).toBe(true);
      expect(library.utils.sanitizeShop(query["shop"] ?? "")).toBe(shop.domain);
      expect(library.utils.sanitizeHost(query["host"] ?? "")).toBe(query["host"]);
    }
  });
});
