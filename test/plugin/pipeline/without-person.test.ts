import { describe, expect, it } from "vitest";
import { withoutPerson } from "../../../plugin/pipeline/erasure/without-person.ts";

import { ERASED } from "../../../plugin/store/erasure/erased.ts";
import { aCustomer, aDocument } from "../connectors/plans.ts";

describe("a draft that was changed", () => {
  it("names the buyer neither as it is nor as it was, nor in the texts that templates made", () => {
    const named = aDocument({
      customer: aCustomer({ key: "c-1", name: "Vera Glömd", email: "vera@example.se" }),
      reference: "Vera Glömd",
      comment: "Hej Vera Glömd",
    });
    const erased = withoutPerson(
      { step: "update", document: named, before: { document: named, reference: "LR-1" } },
      { customerId: "c-1" },
    );
    expect(erased?.planned).toMatchObject({ step: "update", before: { reference: "LR-1" } });
    expect(JSON.stringify(erased)).not.toMatch(/Vera|vera/);
  });
});

describe("a buyer with a card for each currency", () => {
  const stored = (key: string) => ({
    step: "customer",
    customer: aCustomer({ key, currency: "EUR", email: null }),
    reference: "LR-1",
  });

  it("is erased from every one of them, by id and by address", () => {
    expect(withoutPerson(stored("c-1 EUR"), { customerId: "c-1" })).toMatchObject({
      key: "c-1 EUR",
      planned: { customer: { name: ERASED, key: expect.stringMatching(/^erased:/) } },
    });
    expect(withoutPerson(stored("guest:eva@example.com EUR"), { email: "Eva@example.com" })).not.toBeNull();
    expect(withoutPerson(stored("c-1"), { customerId: "c-1" })).not.toBeNull();
  });

  it("is not taken for somebody whose id only begins alike", () => {
    for (const key of ["c-10 EUR", "c-1 SEK", "c-1 EUR EUR", "c-11"]) {
      expect(withoutPerson(stored(key), { customerId: "c-1" })).toBeNull();
    }
  });
});
