import { describe, expect, it } from "vitest";
import { specificationOf } from "../../../plugin/pipeline/effects/specification.ts";
import { aDocument, aRow } from "../connectors/plans.ts";

describe("the specification of a document", () => {
  it("lists the rows as they were before merging, with the shop's own amounts", () => {
    const document = aDocument({
      orderNumber: "#1001/a",
      rows: [aRow({ text: "2 rows at 25 %, see the specification" })],
      specification: [
        aRow({ text: 'Mug, "birch"' }),
        aRow({ text: "Discount", net: "-8.00", vat: "-2.00", gross: "-10.00", unitPrice: "-10.00" }),
      ],
    });
    const { name, content } = specificationOf(document);
    expect(name).toBe("specification-1001a-invoice.csv");
    expect(content).toBe(
      "\ufeffText,SKU,Quantity,Unit price,Net,VAT %,VAT,Gross,Currency\r\n" +
        '"Mug, ""birch""",,1,125.00,100.00,25,25.00,125.00,SEK\r\n' +
        "Discount,,1,-10.00,-8.00,25,-2.00,-10.00,SEK\r\n",
    );
  });

  it("names its columns in the language of the document", () => {
    const headings = (language: "sv" | "da") =>
      specificationOf(aDocument({ language })).content.split("\r\n")[0];
    expect(headings("sv")).toBe("\ufeffText,Artikelnummer,Antal,À-pris,Netto,Moms %,Moms,Brutto,Valuta");
    expect(headings("da")).toBe("\ufeffTekst,Varenummer,Antal,Enhedspris,Netto,Moms %,Moms,Brutto,Valuta");
  });

  it("lets no text of a buyer run as a formula", () => {
    for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"]) {
      const { content } = specificationOf(aDocument({ rows: [aRow({ text })] }));
      expect(content.split("\r\n")[1]).toMatch(/^"?'/);
    }
  });
});
