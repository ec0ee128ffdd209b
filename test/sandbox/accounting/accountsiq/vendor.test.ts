import { describe, expect, it } from "vitest";
import { operations } from "../../../../sandbox/accounting/accountsiq/operations.ts";
import type { Fields, Shape } from "../../../../sandbox/accounting/accountsiq/shapes.ts";
import { vendorFacts } from "../../../support/accountsiq-facts.ts";

/** As the facts write it; a list's entry stands for all of them. */
function told(fields: Fields): string {
  return fields.map(([name, shape]) => `${name}${insideOf(shape)}`).join(" ");
}

function insideOf(shape: Shape): string {
  if (shape.kind === "record") return `{${told(shape.fields)}}`;
  // Of lists of texts and numbers the samples show the outside only.
  if (shape.kind !== "list" || shape.of.kind !== "record") return "";
  return `{${shape.item}${insideOf(shape.of)}}`;
}

/** Elements that only the published description of the interface has, which is newer than the collection (2024). */
const NEWER = [
  "pointInTime",
  " DueDate",
  " ForecastedPaymentDate",
  " TaxAdjustmentAmount",
  " BCTaxAdjustmentAmount",
  " LastModifiedUTC",
];

const withoutNewer = (text: string): string => NEWER.reduce((left, name) => left.replaceAll(name, ""), text);

describe("the stand-in, held against the vendor's own samples", () => {
  it("knows no operation that the vendor does not have", () => {
    expect(Object.keys(operations).filter((name) => !Object.hasOwn(vendorFacts, name))).toEqual([]);
  });

  it.each(Object.entries(operations))(
    "takes the elements of %s, in the vendor's order",
    (name, operation) => {
      expect(withoutNewer(told(operation.takes))).toBe(vendorFacts[name]?.takes);
      const access = vendorFacts[name]?.access ?? null;
      if (access !== null) expect(operation.access).toBe(access);
    },
  );

  it("answers with the numbers that the vendor gives beside the result", () => {
    for (const [name, { out }] of Object.entries(operations)) {
      const beside = (vendorFacts[name]?.answers ?? "")
        .split(" ")
        .filter((word) => /^[a-z]\w+ID$/.test(word));
      expect(beside, name).toEqual(out === undefined ? [] : [out]);
    }
  });
});
