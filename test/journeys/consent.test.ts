import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";

/** What of a browser matters here: it tells that a person goes somewhere, and from where (Fetch Metadata). */
interface Visit {
  readonly site?: "same-origin" | "cross-site" | "none";
  readonly cookie?: string;
  readonly method?: string;
  readonly form?: Readonly<Record<string, string>>;
}

interface Seen {
  readonly status: number;
  readonly location: string;
  readonly cookie: string;
  readonly text: string;
}

function visit(url: string, { site = "cross-site", cookie, method, form }: Visit = {}): Promise<Seen> {
  const body = form === undefined ? null : new URLSearchParams(form).toString();
  const headers = {
    "sec-fetch-mode": "navigate",
    "sec-fetch-site": site,
    ...(cookie === undefined ? {} : { cookie }),
    ...(body === null ? {} : { "content-type": "application/x-www-form-urlencoded" }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: method ?? (body === null ? "GET" : "POST"), headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          location: answer.headers.location ?? "",
          cookie: (answer.headers["set-cookie"] ?? []).map((one) => one.split(";")[0]).join("; "),
          text: Buffer.concat(parts).toString("utf8"),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

describe.each(engines)("a ledger's consent on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine, { until: "installed" });
  });
  afterAll(() => house.close());

  const started = z.object({ id: z.string(), authorize_url: z.string() });
  const begin = async () => {
    const { body } = await house.api("POST", "/connections", { system: "fortnox" });
    return started.parse(body);
  };
  const statusOf = async (id: string) => (await house.api("GET", `/connections/${id}`)).body;

  /** Presses "Allow" on the ledger's page; gives the address the browser is sent back to. */
  async function allow(authorizeUrl: string): Promise<string> {
    const url = new URL(authorizeUrl);
    const form = Object.fromEntries(url.searchParams);
    return (await visit(`${house.fortnox.url}/oauth-v1/auth/allow`, { form })).location;
  }

  const ticketIn = (text: string): string => /name="ticket" value="([^"]+)"/.exec(text)?.[1] ?? "";

  it("given by somebody who was sent the address connects nothing before that person has seen the shop's name", async () => {
    const { id, authorize_url: address } = await begin();
    const asked = await visit(await allow(address));
    expect(asked.status).toBe(200);
    expect(asked.text).toContain("<h1>Connect Sandlådan AB with Fjäll &amp; Form?</h1>");
    expect(asked.text).toContain(new URL(house.shop.url).host);
    expect(await statusOf(id)).toMatchObject({ status: "connecting", company: null });
    const confirm = `${house.publicUrl}/connect/fortnox/confirm`;
    expect((await visit(confirm, { form: { ticket: "made-up" } })).status).toBe(400);
    const ticket = ticketIn(asked.text);
    expect((await visit(confirm, { form: { ticket } })).text).toContain("Fortnox is connected");
    expect(await statusOf(id)).toMatchObject({ status: "connected", company: "Sandlådan AB" });
    expect((await visit(confirm, { form: { ticket } })).status).toBe(400);
  });

  it("begun in our own pages is complete when the same browser comes back", async () => {
    const token = await house.shop.sessionToken();
    const { body } = await house.api("GET", "/installation");
    const [{ id }] = z
      .object({ connections: z.tuple([z.object({ id: z.string() })]) })
      .parse(body).connections;
    const entry = `${house.publicUrl}/connect/fortnox?connection=${id}&id_token=${token}`;
    const begun = await visit(entry, { site: "same-origin" });
    expect(begun.status).toBe(303);
    expect(begun.cookie).toMatch(/^connect=/);
    const back = await visit(await allow(begun.location), { cookie: begun.cookie });
    expect(back.status).toBe(303);
    expect(back.location).toContain(house.shop.url);
  });

  it("begun in our own pages is asked about when another browser comes back, and when the link was mailed", async () => {
    const token = await house.shop.sessionToken();
    const entry = `${house.publicUrl}/connect/fortnox?id_token=${token}`;
    const begun = await visit(entry, { site: "same-origin" });
    expect((await visit(await allow(begun.location))).text).toContain("<button>Connect</button>");
    const mailed = await visit(entry, { site: "none" });
    expect(mailed.cookie).toBe("");
    expect((await visit(await allow(mailed.location))).text).toContain("<button>Connect</button>");
  });

  it("is not used up by something that only looks at the address", async () => {
    const { authorize_url: address } = await begin();
    const back = await allow(address);
    expect((await visit(back, { method: "HEAD" })).status).toBe(405);
    expect((await visit(back)).status).toBe(200);
  });
});
