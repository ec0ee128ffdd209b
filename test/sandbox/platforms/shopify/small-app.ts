import type { Server } from "node:http";
import express from "express";
import { onTestFinished } from "vitest";

/*
 * The smallest app Shopify can show: pages with the App Bridge script, a bounce page, one call of its own, and a door
 * for webhooks. Written for these tests, it shares no code with the product.
 */

export interface SmallApp {
  url: string;
  appUrl: string;
  webhooks: { headers: Record<string, string>; body: string }[];
  /** Status of the next webhook answers, in turn; 200 when empty. */
  webhookAnswers: number[];
  /** Addresses under /shopify that were asked for. */
  visits: string[];
  /** Session tokens that came with calls of the page's own. */
  bearers: string[];
  /** Where the App Bridge script comes from; set once the shop is there. */
  bridge: string;
}

export async function startSmallApp(): Promise<SmallApp> {
  const server = express();
  const listening = await new Promise<Server>((resolve) => {
    const started: Server = server.listen(0, "127.0.0.1", () => resolve(started));
  });
  onTestFinished(() => {
    listening.close();
    listening.closeAllConnections();
  });
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = `http://127.0.0.1:${address.port}`;
  const app: SmallApp = {
    url,
    appUrl: `${url}/shopify`,
    webhooks: [],
    webhookAnswers: [],
    visits: [],
    bearers: [],
    bridge: "",
  };

  server.post(
    ["/shopify/webhooks", "/shopify/webhooks/compliance"],
    express.text({ type: "*/*" }),
    (request, response) => {
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
      app.webhooks.push({ headers: Object.fromEntries(headers), body: String(request.body) });
      response.status(app.webhookAnswers.shift() ?? 200).end();
    },
  );
  server.get("/api/me", (request, response) => {
    app.bearers.push(request.get("authorization")?.replace("Bearer ", "") ?? "");
    if (app.bearers.length > 1) return void response.json({ name: "Astrid" });
    response.status(401).set("x-shopify-retry-invalid-session-request", "1").end();
  });
  server.get(
    "/shopify/bounce",
    (_request, response) => void response.send(`<!doctype html>${bridgeTag(app)}`),
  );
  server.get(["/shopify", "/shopify/*rest"], (request, response) => {
    app.visits.push(request.originalUrl);
    const query = new URL(request.originalUrl, url).searchParams;
    if (query.has("id_token")) return void response.send(page(app));
    query.set("shopify-reload", request.originalUrl);
    response.redirect(`/shopify/bounce?${query.toString()}`);
  });
  return app;
}

const bridgeTag = ({ bridge }: SmallApp) =>
  `<meta name="shopify-api-key" content="0f1e2d3c4b5a"><script src="${bridge}"></script>`;

function page(app: SmallApp): string {
  return `<!doctype html><html lang="en"><head>${bridgeTag(app)}<title>Small app</title></head><body>
    <s-app-nav><a href="/shopify" rel="home">Home</a><a href="/shopify/settings">Settings</a></s-app-nav>
    <p id="who">nobody</p>
    <form data-save-bar method="post"><label>Name <input name="name" value="old"></label></form>
    <a href="/shopify/plain">Plain link</a> <a href="shopify://admin/orders">Back to the orders</a>
    <script type="module">
      document.querySelector("form").addEventListener("submit", (event) => {
        event.preventDefault();
        shopify.toast.show("Saved");
      });
      const answer = await fetch("/api/me");
      document.querySelector("#who").textContent = (await answer.json()).name;
    </script></body></html>`;
}
