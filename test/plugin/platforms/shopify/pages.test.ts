import { describe, expect, it } from "vitest";
import { pagesOf } from "../../../../plugin/platforms/shopify/pages.ts";
import { OPTIONS } from "./deliveries.ts";

const pages = new Map(pagesOf(OPTIONS).map((page) => [page.path, page]));
const FROM_ADMIN =
  "embedded=1&hmac=x&host=aGk&id_token=t&locale=sv&session=s&shop=fjall-form.myshopify.com&timestamp=1";

function visit(path: string, query: string) {
  const answer = pages.get(path)?.answer(new URL(`https://relay.example${path}?${query}`));
  if (answer === undefined) throw new Error(`no page at ${path}`);
  return answer;
}

function redirect(path: string, query: string): URL {
  const answer = visit(path, query);
  if (answer.kind !== "redirect") throw new Error(`${path} is ${answer.kind}`);
  return new URL(answer.to, "https://relay.example");
}

describe("the app's address in the admin", () => {
  it("leads to the panel with what it needs and nothing else", () => {
    const to = redirect("/shopify", FROM_ADMIN);
    expect(to.pathname).toBe("/embedded");
    expect([...to.searchParams.keys()]).toEqual(["embedded", "host", "id_token", "locale", "shop"]);
  });

  it("leads into the admin when it is opened outside", () => {
    expect(redirect("/shopify", "shop=fjall-form.myshopify.com").href).toBe(
      "https://admin.shopify.com/store/fjall-form/apps/client-1",
    );
  });

  it("without a shop of Shopify's shows one sentence, which nobody may frame", () => {
    for (const query of ["", "shop=evil.example", "shop=fjall-form.myshopify.com.evil.example&embedded=1"]) {
      expect(visit("/shopify", query)).toMatchObject({ kind: "page", status: 400, frame: { ancestors: [] } });
    }
  });
});

describe("'sync now' in the admin", () => {
  const sync = (query: string) => redirect("/shopify/orders/sync", `${FROM_ADMIN}&${query}`);

  it("on an order opens its page, by number or by global id", () => {
    for (const id of ["9007199254740993", "gid://shopify/Order/9007199254740993"]) {
      const to = sync(`id=${encodeURIComponent(id)}`);
      expect(to.pathname).toBe("/embedded/orders/9007199254740993");
      expect(to.searchParams.has("id")).toBe(false);
    }
  });

  it("on a selection opens the page of these orders, each once, and 250 at most", () => {
    const to = sync("ids[]=1&ids[]=2&ids[]=2&ids%5B%5D=3&ids[]=../x&ids[]=x");
    expect(to.pathname).toBe("/embedded/selection");
    expect(to.searchParams.get("orders")).toBe("1,2,3");
    const many = Array.from({ length: 300 }, (_, index) => `ids[]=${index + 1}`).join("&");
    expect(sync(many).searchParams.get("orders")?.split(",")).toHaveLength(250);
  });

  it("on nothing opens the list", () => {
    expect(sync("").pathname).toBe("/embedded/orders");
  });
});

describe("the page that fetches a new session", () => {
  it("loads App Bridge with our key, in the frame of its own shop only", () => {
    const answer = visit(
      "/shopify/bounce",
      `${FROM_ADMIN}&shopify-reload=https%3A%2F%2Frelay.example%2Fembedded`,
    );
    if (answer.kind !== "page") throw new Error(answer.kind);
    expect(answer.html).toContain('<meta name="shopify-api-key" content="client-1">');
    expect(answer.html).toContain(
      '<script src="https://cdn.shopify.com/shopifycloud/app-bridge.js"></script>',
    );
    expect(answer.frame.ancestors).toEqual(["https://fjall-form.myshopify.com", "https://admin.shopify.com"]);
  });

  it("shows nothing of what the address says", () => {
    const answer = visit("/shopify/bounce", "shop=%22%3E%3Cscript%3E&host=%22%3E%3Cscript%3E");
    expect(answer).toMatchObject({ kind: "page", status: 400 });
    expect(JSON.stringify(answer)).not.toContain('"><script>');
  });
});
