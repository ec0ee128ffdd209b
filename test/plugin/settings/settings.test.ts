import { describe, expect, it } from "vitest";
import { defaultSettings, settingsSchema } from "../../../plugin/settings/schema.ts";

const pathsOf = (value: unknown): string[] => {
  const parsed = settingsSchema.safeParse(value);
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join("."));
};

describe("settings", () => {
  it("start with what books the commonest shop: invoices when paid, finished, refunds too", () => {
    const made = defaultSettings("2026-03-01", "SE");
    expect(made.orders).toMatchObject({
      trigger: ["paid"],
      booking: "book",
      start_date: "2026-03-01",
      zero_total: "skip",
      rounding_tolerance: "0.10",
      row_mode: "auto",
      refunded_before_transfer: "skip",
      locked_period: "hold",
      too_many_rows: "merge",
    });
    expect(made.vat).toMatchObject({ seller_country: "SE", registrations: [], unknown_number: "hold" });
    expect(made.refunds).toMatchObject({ enabled: true, booking: "book", register_payment: true });
    expect(made.payments.methods).toEqual({});
  });

  it("stay the same when they are read again", () => {
    const made = defaultSettings("2026-03-01", "SE");
    expect(settingsSchema.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
  });

  it("take accounts as text or number and keep them as text", () => {
    const made = settingsSchema.parse({
      orders: { rounding_account: 3740 },
      vat: { treatments: [{ treatment: "oss", country: "FI", rate: "25.50", account: 3106 }] },
    });
    expect(made.orders.rounding_account).toBe("3740");
    expect(made.vat.treatments[0]).toMatchObject({ account: "3106", rate: "25.5" });
  });

  it.each([
    ["an unknown group", { order: {} }, ""],
    ["an unknown key", { orders: { triger: ["paid"] } }, "orders"],
    ["no trigger", { orders: { trigger: [] } }, "orders.trigger"],
    ["a tolerance above 1.00", { orders: { rounding_tolerance: "1.01" } }, "orders.rounding_tolerance"],
    ["a negative tolerance", { orders: { rounding_tolerance: "-0.10" } }, "orders.rounding_tolerance"],
    ["a tolerance as number", { orders: { rounding_tolerance: 0.1 } }, "orders.rounding_tolerance"],
    ["a day that does not exist", { orders: { start_date: "2026-02-30" } }, "orders.start_date"],
    ["a country in words", { vat: { seller_country: "Sweden" } }, "vat.seller_country"],
    [
      "a rate as fraction",
      { vat: { treatments: [{ treatment: "oss", rate: 0.19 }] } },
      "vat.treatments.0.rate",
    ],
    ["an account with a blank", { orders: { rounding_account: "37 40" } }, "orders.rounding_account"],
  ])("refuse %s and name the place", (_what, value, path) => {
    expect(pathsOf(value)).toEqual([path]);
  });
});
