import { describe, expect, it } from "vitest";
import { allPages, EVER } from "./pages.ts";
import type { Stage } from "./stage.ts";

/** The list of what has changed. */
export function changesContract(stage: Stage): void {
  describe("what has changed", () => {
    const since = { updatedAfter: EVER };

    it("is listed oldest first, and only from the instant on", async () => {
      const [one, two] = [await stage.world.sell("10.00"), await stage.world.sell("20.00")];
      const pages = await allPages(stage.shop, since);
      const visits = pages.flat();
      expect(visits.map((each) => each.id)).toEqual(expect.arrayContaining([one, two]));
      expect(visits.map((each) => Date.parse(each.updatedAt))).toEqual(
        visits.map((each) => Date.parse(each.updatedAt)).sort((a, b) => a - b),
      );
      const future = new Date(stage.world.ports.clock.now() + 86_400_000).toISOString();
      expect((await allPages(stage.shop, { updatedAfter: future })).flat()).toEqual([]);
    });

    it("has the stamp that the order itself has, or an earlier one", async () => {
      const id = await stage.world.sell("10.00");
      const listed = (await allPages(stage.shop, since)).flat().find((each) => each.id === id);
      // A version that was handled must never look newer than the list's: it would be passed over.
      expect(Date.parse((await stage.order(id)).updatedAt)).toBeLessThanOrEqual(
        Date.parse(listed?.updatedAt ?? ""),
      );
    });

    it("is seen whole when an order changes between two pages", async () => {
      const sold: string[] = [];
      const wanted = stage.able.secondPageAfter ?? 3;
      while (sold.length <= wanted) sold.push(await stage.world.sell("10.00"));
      const changed = sold[0] ?? "";
      const pages = await allPages(stage.shop, since, async (page) => {
        if (page === 1) await stage.world.change(changed);
      });
      if (stage.able.secondPageAfter !== undefined) expect(pages.length).toBeGreaterThan(1);
      expect(pages.flat().map((each) => each.id)).toEqual(expect.arrayContaining(sold));
    });

    it("is seen again after the change", async () => {
      const id = await stage.world.sell("10.00");
      const stampOf = async (): Promise<number> => {
        const all = (await allPages(stage.shop, since)).flat();
        return Date.parse(all.find((each) => each.id === id)?.updatedAt ?? "");
      };
      const before = await stampOf();
      await stage.world.change(id);
      expect(await stampOf()).toBeGreaterThanOrEqual(before);
      expect((await stage.order(id)).id).toBe(id);
    });
  });
}
