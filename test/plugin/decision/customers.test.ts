import { describe, expect, it } from "vitest";
import type { Customer } from "../../../plugin/domain/order.ts";
import { address, business, order } from "../../support/orders.ts";
import { codeOf, documentOf, planOf } from "../../support/plans.ts";

const council = (changes: Partial<Customer> = {}): Partial<Customer> => ({
  type: "EAN",
  name: "Aarhus Kommune",
  company: "Aarhus Kommune",
  country: "SE",
  ean: "5798009811578",
  reference: "Room 4",
  ...changes,
});
const customerOf = (customer: Partial<Customer>, more: Parameters<typeof order>[0] = {}) =>
  documentOf(planOf(order({ customer, ...more }))).customer;

describe("a public buyer with an EAN number", () => {
  it("is invoiced to that number with the reference", () => {
    expect(customerOf(council({ ean: " 5798 0098 1157 8 " }))).toMatchObject({
      ean: "5798009811578",
      reference: "Room 4",
    });
  });

  it("is held before anything is sent when the number is malformed or missing", () => {
    for (const ean of ["5798009811579", "579800981157", " ", null]) {
      const plan = planOf(order({ customer: council({ ean }) }));
      expect(plan.documents, `${ean}`).toEqual([]);
      expect(plan.outcome).toMatchObject({ state: "held", code: "EAN_INVALID", fix: { place: "shop" } });
    }
  });

  it("is held without a reference, unless the merchant says that none is needed", () => {
    const sold = order({ customer: council({ reference: " " }) });
    expect(codeOf(planOf(sold))).toBe("EAN_REFERENCE_MISSING");
    expect(codeOf(planOf(sold, { customers: { ean: { require_reference: false } } }))).toBe("booked");
  });

  it("is not asked for a number where all orders go to one collective customer", () => {
    const single = { customers: { mode: "single", single_customer: "99" } } as const;
    expect(codeOf(planOf(order({ customer: council({ ean: null }) }), single))).toBe("booked");
  });
});

describe("a company's organisation number", () => {
  it("is written as its own country writes it", () => {
    expect(
      customerOf({ ...business("SE", null), organisationNumber: "165561234567" }).organisationNumber,
    ).toBe("556123-4567");
  });

  it("is that of the country on the bill", () => {
    const danish = { ...business("DK", "DK13585628"), organisationNumber: "DK13585628" };
    const bill = { billTo: address("DK"), shipTo: address("SE") };
    expect(customerOf(danish, bill).organisationNumber).toBe("13585628");
  });

  it("is left out when it is malformed, and the order is booked with a remark", () => {
    const plan = planOf(order({ customer: { ...business("SE", null), organisationNumber: "556123-4568" } }));
    expect(documentOf(plan).customer.organisationNumber).toBeNull();
    expect(plan.outcome).toEqual({ state: "booked" });
    expect(plan.warnings).toEqual(["CUSTOMER_DATA_LEFT_OUT"]);
  });

  it("may be a sole trader's personal number, but a consumer's never goes anywhere", () => {
    const number = { organisationNumber: "19640823-3234" };
    expect(customerOf({ ...business("SE", null), ...number }).organisationNumber).toBe("640823-3234");
    const consumer = planOf(order({ customer: number }));
    expect(documentOf(consumer).customer.organisationNumber).toBeNull();
    expect(consumer.warnings).toEqual([]);
  });
});

describe("a customer's card", () => {
  it("gets group, price list, terms and VAT type of the buyer's group", () => {
    const b2b = { group: "Retail", price_list: "B", terms: "30", vat_code: "SEVAT" };
    const patch = { customers: { b2b } };
    expect(documentOf(planOf(order({ customer: business("SE", null) }), patch)).customer.card).toEqual({
      terms: "30",
      priceList: "B",
      vatCode: "SEVAT",
      group: "Retail",
    });
    expect(documentOf(planOf(order(), patch)).customer.card).toEqual({
      terms: null,
      priceList: null,
      vatCode: null,
    });
  });
});
