import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AccountsIqHouse, openAccountsIqHouse } from "../../../support/accountsiq-house.ts";
import { engines } from "../../../support/engines.ts";
import { type PanelReader, plain, readPanel } from "../../../support/panel.ts";

let buying: AccountsIqHouse;
let panel: PanelReader;

beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  buying = await openAccountsIqHouse(sqlite);
  panel = readPanel(buying.house, buying.house);
});
afterAll(() => buying.close());

const words = (html: string): string =>
  plain(html.replace(/<[^>]*>/g, " "))
    .replace(/\s+/g, " ")
    .trim();

describe("suppliers of single lines", () => {
  it("are a step away from the settings of purchases once back-to-back is chosen, and told in sentences", async () => {
    const link = /href="\/embedded\/settings\/rules#purchases\.suppliers"/;
    expect(plain((await panel.get("/settings?group=purchases")).text)).not.toMatch(link);
    const books = [{ field: "line.sku", op: "starts_with", value: "BOOK-" }];
    const suppliers = [
      { when: books, supplier: "PAPERMILL", markup: "25" },
      { when: [{ field: "line.sku", op: "is", value: "TEA" }], buys: "no" },
    ];
    const terms = { supplier: "WOODWORKS", account: "4010", suppliers };
    await buying.change(buying.irish, { purchases: { mode: "back_to_back", ...terms } });
    expect(plain((await panel.get("/settings?group=purchases")).text)).toMatch(link);
    const { text } = await panel.get("/settings/rules");
    expect(text).toContain('id="purchases.suppliers"');
    expect(words(text)).toContain(
      "When SKU starts with BOOK- Then Supplier: PAPERMILL, Markup in percent: 25 There are no recent orders to try it on.",
    );
    expect(words(text)).toContain("When SKU is TEA Then Bought with the sale: No");
  });
});
