import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleCsv, exampleXml, schemaXsd, templateCsv } from "../../../../plugin/order-files/examples.ts";
import { engines } from "../../../support/engines.ts";
import { eventually } from "../../../support/eventually.ts";
import { type House, openHouse } from "../../../support/house.ts";
import { handInFile, type PanelReader, plain, readPanel } from "../../../support/panel.ts";

let house: House;
let panel: PanelReader;
beforeAll(async () => {
  const [sqlite] = engines;
  if (sqlite === undefined) throw new Error("no engine");
  house = await openHouse(sqlite);
  panel = readPanel(house, house);
});
afterAll(() => house.close());

const pageOf = async (content: string, name = "till.csv"): Promise<string> => {
  const shown = await handInFile(panel, content, name);
  expect(shown.status).toBe(303);
  return (shown.headers.get("location") ?? "").replace("/embedded", "");
};

describe("the page of a file of orders", () => {
  it("shows the example exactly as it would be booked, and books it when asked", async () => {
    const path = await pageOf(exampleCsv());
    const { text } = await panel.get(path);
    expect(plain(text)).toContain("2 orders can be imported.");
    expect(plain(text)).toMatch(/Stoneware mug.*477\.60.*Book: The quiet kitchen.*Parcel.*1686/s);
    expect(house.fortnox.ledger.invoices()).toEqual([]);
    const begun = await panel.submit(path, { action: "/begin" });
    expect(begun.headers.get("location")).toBe("/embedded/import?notice=import_begun");
    await eventually(
      async () => (await panel.get("/import")).text,
      (page) => page.includes("Import of till.csv") && page.includes("Done. 2 orders"),
      "the end of the import",
    );
    expect(house.fortnox.ledger.invoices()).toMatchObject([{ Total: "835.00" }]);
  });

  it("marks row and column in plain words and offers only the good ones", async () => {
    const path = await pageOf(exampleCsv().replace(",3,199.00", ",three,199.00"));
    const text = plain((await panel.get(path)).text);
    expect(text).toContain("One of 2 orders cannot be imported as it stands.");
    expect(text).toMatch(/Row 2.*quantity.*three is not a number\./s);
    expect(text).toContain("Import only the good one");
  });

  it("says what somebody wrote without letting it become a page", async () => {
    const path = await pageOf(exampleCsv().replace(",3,199.00", ",<script>alert(1)</script>,199.00"));
    const { text } = await panel.get(path);
    expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt; is not a number.");
    expect(text).not.toContain("<script>alert");
  });

  it("forgets a file that is discarded", async () => {
    const path = await pageOf(exampleXml(), "orders.xml");
    expect((await panel.submit(path, { action: "/drop" })).status).toBe(303);
    expect((await panel.get(path)).status).toBe(404);
  });

  it("says what to do when there is no file, or none that can be read", async () => {
    const empty = await handInFile(panel, "", "");
    expect(empty.status).toBe(422);
    expect(plain(empty.text)).toContain("Choose a file first.");
    const sheet = await handInFile(panel, new Uint8Array([0x50, 0x4b, 3, 4, 0]), "orders.xlsx");
    expect(plain(sheet.text)).toContain("This is a spreadsheet. Save it as CSV, then choose that file.");
  });

  it("takes pasted rows where no file can be chosen", async () => {
    const shown = await handInFile(panel, "", "", { pasted: exampleCsv() });
    expect(shown.status).toBe(303);
  });

  it("reads nothing of a file before the session is proven", async () => {
    const shown = await handInFile(panel, exampleCsv(), "till.csv");
    const path = (shown.headers.get("location") ?? "").replace("/embedded", "");
    const parts = new FormData();
    parts.append("file", new Blob([exampleCsv()]), "till.csv");
    expect((await panel.post("/import/file", parts, { by: "none" })).status).toBe(401);
    expect((await panel.post("/import/file", parts)).status).toBe(403);
    expect((await panel.get(path, { by: "none" })).status).toBe(401);
  });
});

describe("the samples", () => {
  it.each([
    ["template.csv", templateCsv()],
    ["example.csv", exampleCsv()],
    ["example.xml", exampleXml()],
    ["orders.xsd", schemaXsd()],
  ])("%s can be downloaded", async (name, content) => {
    const { status, headers, text } = await panel.get(`/import/samples/${name}`);
    expect(status).toBe(200);
    expect(headers.get("content-disposition")).toContain(name);
    expect(text).toBe(content.replace(/^\ufeff/, ""));
  });
});
