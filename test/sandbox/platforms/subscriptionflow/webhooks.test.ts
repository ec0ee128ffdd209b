import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startSubscriptionFlow } from "../../../../sandbox/platforms/subscriptionflow/server.ts";
import { CLUB, openSite } from "./open-site.ts";

interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly body: string;
}

/** Somebody who listens at a pasted address. */
async function openListener(): Promise<{ url: string; heard: Heard[] }> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      heard.push({ method: request.method, url: request.url, body: Buffer.concat(parts).toString() });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, heard };
}

describe("webhooks", () => {
  it("go out as a GET with the id in the address or as a form, one address per module and event", async () => {
    const { site } = await openSite();
    const { url, heard } = await openListener();
    site.configureWebhook({ module: "invoices", event: "paid", url: `${url}/get?id={SF_ID}`, method: "GET" });
    site.configureWebhook({ module: "credit-notes", event: "created", url: `${url}/form` });
    const { id } = site.placeInvoice({ ...CLUB, paid_by: "Card" });
    await site.idle();
    expect(heard).toEqual([{ method: "GET", url: `/get?id=${id}`, body: "" }]);
    site.faults.webhookBody = "entity";
    const note = site.addCreditNote({ amount: "1.00", invoice: id });
    await site.idle();
    expect(heard[1]).toEqual({
      method: "POST",
      url: "/form",
      body: `event=created&method=POST&entity%5Bid%5D=${note.id}`,
    });
  });

  it("come twice, in another order, or not at all", async () => {
    const { site } = await openSite();
    const { url, heard } = await openListener();
    site.configureWebhook({ module: "invoices", event: "created", url: `${url}/{SF_ID}` });
    site.faults.webhooksDuplicate = true;
    site.placeInvoice(CLUB);
    await site.idle();
    expect(heard).toHaveLength(2);
    site.faults.webhooksDuplicate = false;
    site.faults.webhooksShuffle = true;
    const [one, two] = [site.placeInvoice(CLUB), site.placeInvoice(CLUB)];
    await site.idle();
    expect(heard.slice(2).map((each) => each.url)).toEqual([`/${two.id}`, `/${one.id}`]);
    site.faults.webhooksShuffle = false;
    site.faults.webhooksDrop = true;
    site.placeInvoice(CLUB);
    await site.idle();
    expect([heard.length, site.deliveries().at(-1)?.state]).toEqual([4, "dropped"]);
  });
});

describe("the site", () => {
  it("goes on after a restart with what it had", async () => {
    const folder = mkdtempSync(join(tmpdir(), "site-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const dataFile = join(folder, "site.json");
    const first = await startSubscriptionFlow({ dataFile });
    const { name } = first.placeInvoice(CLUB);
    await first.close();
    const { site } = await openSite({ dataFile });
    expect(site.invoices().map((one) => one.name)).toEqual([name]);
    expect(site.placeInvoice(CLUB).name).not.toBe(name);
  });

  it("has an admin in which invoices are made, paid back and credited", async () => {
    const { site } = await openSite();
    const send = (path: string, form: Record<string, string>) =>
      fetch(`${site.origin}/admin${path}`, { method: "POST", body: new URLSearchParams(form) });
    const [customer] = await stateOf(site.origin);
    const made = await send("/invoices", {
      customer: customer ?? "",
      sku: "CLUB",
      unit_price: "199,00",
      rate: "25",
      paid_by: "Card",
    });
    expect(await made.text()).toContain("248.75 SEK");
    const id = site.invoices()[0]?.id ?? "";
    expect(await (await send(`/invoices/${id}/refund`, { amount: "100" })).text()).toContain("is made");
    expect(await (await send(`/invoices/${id}/credit-note`, { amount: "100" })).text()).toContain(
      "Allocated",
    );
    expect(await (await send(`/invoices/${id}/renew`, {})).text()).toContain("next cycle");
    expect((await send(`/invoices/${id}/void`, {})).status).toBe(400);
    expect(await (await send("/clients", {})).text()).toContain("OAuth client");
  });
});

async function stateOf(origin: string): Promise<string[]> {
  const page = await (await fetch(`${origin}/admin`)).text();
  return [...page.matchAll(/<option value="([0-9a-f-]{36})">/g)].map((match) => match[1] ?? "");
}
