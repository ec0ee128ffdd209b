import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse, settleIn } from "../support/house.ts";

const abroad = (country: string, rate: string, price: string, createdAt: string): OrderDraft => ({
  paid: true,
  lines: [{ title: "Mug, birch", unitPrice: price, rate }],
  customer: { email: `${country}@example.eu`, name: "Kim Abroad", country },
  bill_to: { country },
  ship_to: { country },
  createdAt,
});

describe.each(engines)("the OSS report on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine);
    house.fortnox.faults.addVatRate({ code: "FI255", rate: "25.5" });
    house.fortnox.faults.addVatRate({ code: "DE19", rate: "19" });
    await house.changeSettings({
      vat: {
        registrations: ["OSS"],
        treatments: [
          { treatment: "oss", country: "FI", rate: "25.5", account: 3106, vat_code: "FI255" },
          { treatment: "oss", country: "DE", rate: "19", account: 3106, vat_code: "DE19" },
        ],
      },
    });
  });
  afterAll(() => house.close());

  it("adds a quarter up by country, rate and kind; a credit in a later quarter names the one it corrects", async () => {
    const drafts = [
      abroad("FI", "25.5", "251.00", "2026-06-30T23:00:00+02:00"),
      abroad("FI", "25.5", "125.50", "2026-05-02T12:00:00+02:00"),
      abroad("DE", "19", "119.00", "2026-04-01T00:30:00+02:00"),
      // Still March in Stockholm: the quarter before.
      abroad("DE", "19", "11.90", "2026-03-31T20:00:00Z"),
      { ...THREE_MUGS, createdAt: "2026-05-02T12:00:00+02:00" },
    ];
    const ids: string[] = [];
    for (const draft of drafts) {
      const { id } = await house.shop.placeOrder(draft);
      await house.waitForOrder(id, "booked");
      ids.push(id);
    }
    await house.shop.refund(ids[0] ?? "", { adjustments: [{ kind: "goodwill", gross: "50.20" }] });
    const credited = await house.waitForOrder(ids[0] ?? "", (one) => one.documents.length === 2);
    expect(credited.documents[1]).toMatchObject({ kind: "credit_note", net: "40.00", vat: "10.20" });

    const fi = { country: "FI", currency: "SEK", rate: "25.5", nature: "goods" };
    const de = { country: "DE", currency: "SEK", rate: "19", nature: "goods" };
    expect((await house.api("GET", "/reports/oss?quarter=2026-Q2")).body).toEqual({
      quarter: "2026-Q2",
      from: "2026-04-01",
      to: "2026-06-30",
      connection_id: house.connectionId(),
      supplies: [
        { ...de, net: "100.00", vat: "19.00", documents: 1 },
        { ...fi, net: "300.00", vat: "76.50", documents: 2 },
      ],
      corrections: [],
    });
    const today = new Date();
    const now = `${today.getUTCFullYear()}-Q${Math.ceil((today.getUTCMonth() + 1) / 3)}`;
    // The credit note is seen as soon as it is in the ledger; the report follows when the run over the order ends.
    const corrected = await eventually(
      async () => (await house.api("GET", `/reports/oss?quarter=${now}`)).body,
      (body) => JSON.stringify(body).includes("2026-Q2"),
      "the correction",
    );
    expect(corrected).toMatchObject({
      supplies: [],
      corrections: [{ quarter: "2026-Q2", ...fi, net: "-40.00", vat: "-10.20", documents: 1 }],
    });
    const file = String((await house.api("GET", `/reports/oss.csv?quarter=${now}`)).body);
    expect(file).toContain("2026-Q2,FI,SEK,25.5,goods,-40.00,-10.20,1");
  });

  it("is asked for a quarter, and knows nothing of another's", async () => {
    for (const query of ["", "quarter=2026-Q5", "quarter=2026"]) {
      expect(await house.api("GET", `/reports/oss?${query}`)).toMatchObject({ status: 422 });
    }
    const other = await house.welcome({
      tenant: { id: "other", name: "Other", country: "SE", currency: "SEK", timezone: "Europe/Stockholm" },
    });
    await settleIn(other, "connected");
    expect((await other.api("GET", "/reports/oss?quarter=2026-Q2")).body).toMatchObject({ supplies: [] });
    const theirs = `/reports/oss?quarter=2026-Q2&connection=${house.connectionId()}`;
    expect((await other.api("GET", theirs)).status).toBe(404);
  });
});
