import express, { type Router } from "express";
import { authorizeUrl, finishConnection, startConnection } from "../pipeline/connecting.ts";
import type { Context } from "../pipeline/context.ts";
import { readConnection } from "../store/connections.ts";
import { queryOf } from "./install.ts";
import { messagePage } from "./message-page.ts";
import { type SignedIn, signIn } from "./session.ts";

/** A ledger's consent screen and the way back from it. Outside frames: ledgers refuse to be framed. */
export function connectRoutes(deps: { context: Context }): Router {
  const { context } = deps;
  const router = express.Router();

  router.get("/connect/:system", async (request, response) => {
    const query = queryOf(request);
    const { system } = request.params;
    const signedIn = await signIn(context, query["id_token"] ?? "");
    if (signedIn === null || !signedIn.session.isAdmin) {
      const text = "Open this page from your shop's admin, as somebody who may change its settings.";
      response.status(401).type("html").send(messagePage("Please sign in", text));
      return;
    }
    if (!context.connectors.has(system)) {
      response.status(404).type("html").send(messagePage("Not found", "This ledger is not offered here."));
      return;
    }
    const named = await namedConnection(context, signedIn, query["connection"]);
    const connection =
      named ?? (await startConnection(context, signedIn.installation, system, signedIn.session.userId));
    const returnTo = safeReturn(query["return_to"] ?? "", signedIn) ?? signedIn.installation.adminUrl;
    response.redirect(303, await authorizeUrl(context, connection, returnTo));
  });

  router.get("/connect/:system/callback", async (request, response) => {
    const { system } = request.params;
    if (!context.connectors.has(system)) {
      response.status(404).type("html").send(messagePage("Not found", "This ledger is not offered here."));
      return;
    }
    const done = await finishConnection(context, system, queryOf(request));
    if (!done.ok) {
      response.status(400).type("html").send(messagePage("The ledger was not connected", done.message));
      return;
    }
    if (done.returnTo !== null) {
      response.redirect(303, done.returnTo);
      return;
    }
    const text = `${done.systemName} is connected with ${done.companyName}. You can go back to your shop's admin.`;
    response.type("html").send(messagePage("Connected", text));
  });

  return router;
}

async function namedConnection(context: Context, signedIn: SignedIn, id: string | undefined) {
  if (id === undefined || !/^\d{1,15}$/.test(id)) return null;
  return await readConnection(context.store, signedIn.installation.id, Number(id));
}

/** Only back to the shop the user came from: never an open redirect. */
function safeReturn(address: string, signedIn: SignedIn): string | null {
  const { tenantUrl, issuer } = signedIn.installation;
  try {
    const { origin } = new URL(address);
    return [tenantUrl, issuer].some((home) => new URL(home).origin === origin) ? address : null;
  } catch {
    return null;
  }
}
