import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AccountsIqStandIn, startAccountsIq } from "../../sandbox/accounting/accountsiq/server.ts";
import { Secret } from "../../server/secret.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";

const KEYS = { region: "eu1", client_id: "typed-id", client_secret: "typed-secret" };

describe.each(engines)("a ledger connected by keys that a person types on $name", (engine) => {
  let aiq: AccountsIqStandIn;
  let house: House;
  beforeAll(async () => {
    aiq = await startAccountsIq({ clientId: KEYS.client_id, clientSecret: KEYS.client_secret });
    const vendors = new Secret({ manifest: {}, accountsiq: { ACCOUNTSIQ_API_URL: aiq.url } });
    house = await openHouse(engine, { until: "installed", config: { vendors } });
  });
  afterAll(async () => {
    await house.close();
    await aiq.close();
  });

  const open = async (): Promise<Form> => {
    const address = new URL("/connect/accountsiq", house.publicUrl);
    address.searchParams.set("id_token", await house.shop.sessionToken());
    return formIn(await fetch(address));
  };
  const send = (form: Form, typed: Readonly<Record<string, string>>) =>
    fetch(new URL(form.action, house.publicUrl), {
      method: "POST",
      body: new URLSearchParams({ ticket: form.ticket, ...typed }),
      redirect: "manual",
    });

  it("says whose orders they are for, and takes nobody who is not signed in", async () => {
    const form = await open();
    expect(form.status).toBe(200);
    expect(form.text).toContain("Fjäll &amp; Form");
    expect((await fetch(new URL("/connect/accountsiq", house.publicUrl))).status).toBe(401);
  });

  it("shows wrong keys what is wrong, keeps what is no secret, and never repeats one that is", async () => {
    const refused = await formIn(await send(await open(), { ...KEYS, client_secret: "mistyped" }));
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('role="alert"');
    expect(refused.text).toContain('value="typed-id"');
    expect(refused.text).not.toContain("mistyped");
    const elsewhere = await formIn(await send(refused, { ...KEYS, region: "mars" }));
    expect(elsewhere.text).toContain('aria-invalid="true"');
  });

  it("asks which company is meant, connects that one, and opens no second time", async () => {
    const form = await open();
    const asked = await formIn(await send(form, KEYS));
    expect(asked.text).toContain("Harbour Goods UK Ltd (GBP)");
    expect(asked.text).not.toContain(KEYS.client_secret);
    expect((await send(form, KEYS)).status).toBe(400);
    const done = await send(asked, { company: "IE01" });
    expect(done.status).toBe(303);
    expect((await house.api("GET", "/installation")).body).toMatchObject({
      connections: [{ system: "accountsiq", status: "connected", company: "Harbour Goods Ltd" }],
    });
    expect((await send(asked, { company: "IE01" })).status).toBe(400);
  });
});

interface Form {
  readonly status: number;
  readonly text: string;
  readonly action: string;
  readonly ticket: string;
}

async function formIn(response: Response): Promise<Form> {
  const text = await response.text();
  const action = /action="([^"]+)"/.exec(text)?.[1] ?? "";
  const ticket = /name="ticket" value="([^"]+)"/.exec(text)?.[1] ?? "";
  return { status: response.status, text, action, ticket };
}
