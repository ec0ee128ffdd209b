import { describe, expect, it } from "vitest";
import { worked } from "./results.ts";
import type { Stage } from "./stage.ts";

/** Cards of customers: matched, made and kept. */
export function customersContract(stage: Stage): void {
  const { reference, customer, newCustomer } = stage;
  describe("customers", () => {
    it("are made and then matched by their exact e-mail address", async () => {
      const number = await newCustomer({ email: "eva@example.com" });
      await newCustomer({ email: "xeva@example.com" });
      const matches = worked(
        await stage.ledger.matchCustomers(customer({ email: "Eva@Example.com" }), ["email"]),
      );
      expect(matches.map((match) => match.number)).toEqual([number]);
    });

    it("match nobody when there is nothing to look for", async () => {
      await newCustomer({ email: null });
      const nameless = customer({
        email: null,
        phone: null,
        organisationNumber: null,
        vatNumber: null,
        id: null,
      });
      const keys = ["organisation_number", "vat_number", "email", "phone", "customer_number"] as const;
      expect(worked(await stage.ledger.matchCustomers(nameless, keys))).toEqual([]);
    });

    it("are matched by their organisation number in any spelling, the oldest first", async () => {
      const company = { type: "B2B", company: "Bolaget AB", email: null } as const;
      const first = await newCustomer({ ...company, organisationNumber: "556123-4567" });
      const second = await newCustomer({ ...company, organisationNumber: "5561234567" });
      await newCustomer({ ...company, organisationNumber: "5561237777" });
      const wanted = customer({ ...company, organisationNumber: "165561234567" });
      const matches = worked(await stage.ledger.matchCustomers(wanted, ["email", "organisation_number"]));
      expect(matches).toEqual([
        { number: first, age: 0 },
        { number: second, age: 1 },
      ]);
    });

    it("are updated on their own card", async () => {
      const number = await newCustomer();
      const changed = customer({ name: "Anna Berg" });
      worked(await stage.ledger.perform({ step: "update-customer", customer: changed, number }));
      expect(stage.world.books().customers.find((card) => card.number === number)?.name).toBe("Anna Berg");
    });

    it("that were made although the answer was lost are found by our reference among namesakes", async () => {
      const buyer = customer({ email: null, name: "Lost Answer" });
      await newCustomer({ email: null, name: "Lost Answer" });
      const operation = { step: "customer", customer: buyer, reference: reference() } as const;
      expect(worked(await stage.ledger.find(operation))).toBeNull();
      stage.world.next("customer", "answer lost");
      await stage.unheard(stage.ledger.perform(operation));
      const newest = stage.world.books().customers.at(-1);
      expect(worked(await stage.ledger.find(operation))).toMatchObject({ ref: { number: newest?.number } });
    });
  });
}
