import { describe, expect, it } from "vitest";
import { anArticle } from "../../plugin/connectors/plans.ts";
import { worked } from "./results.ts";
import type { Stage } from "./stage.ts";

/** Articles: matched, made once. */
export function articlesContract(stage: Stage): void {
  const { worker, lacks, reference } = stage;
  describe("articles", () => {
    it("are absent, then made once by two workers at the same time, then matched by SKU", async () => {
      const article = anArticle({ sku: "TWO-1", title: "Two workers" });
      expect(worked(await stage.ledger.matchArticle(article, "sku"))).toBeNull();
      const operation = { step: "article", article, product: null, reference: reference() } as const;
      const both = await Promise.all([worker().perform(operation), worker().perform(operation)]);
      expect(both.map((result) => worked(result).ref.number)).toEqual(["TWO-1", "TWO-1"]);
      expect(stage.world.books().articles.filter((each) => each.number === "TWO-1")).toHaveLength(1);
      expect(worked(await stage.ledger.matchArticle(article, "sku"))?.number).toBe("TWO-1");
      expect(worked(await stage.ledger.find(operation))).toMatchObject({ ref: { number: "TWO-1" } });
    });

    it("are matched by their exact barcode", async () => {
      const article = anArticle({ sku: "CODE-1", barcode: "7310001234567" });
      worked(await stage.ledger.perform({ step: "article", article, product: null, reference: reference() }));
      const other = { ...article, barcode: "310001234567" };
      const found = lacks("barcodes") ? undefined : "CODE-1";
      expect(worked(await stage.ledger.matchArticle(article, "barcode"))?.number).toBe(found);
      expect(worked(await stage.ledger.matchArticle(other, "barcode"))).toBeNull();
    });
  });
}
