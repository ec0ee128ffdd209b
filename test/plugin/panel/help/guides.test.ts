import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readGuideText } from "../../../../plugin/panel/help/guide-text.ts";
import { GUIDES, loadGuides } from "../../../../plugin/panel/help/guides.ts";
import { webpSize } from "../../../../plugin/panel/help/picture-size.ts";
import { engines } from "../../../support/engines.ts";
import { type House, openHouse } from "../../../support/house.ts";
import { type PanelReader, plain, readPanel } from "../../../support/panel.ts";

describe("the text of a guide", () => {
  it("is headings, paragraphs, lists and pictures, with strong and stressed words and links to other guides", () => {
    const markdown =
      "# A title\n\nType `/go`, press **Go**, *once*,\nand see [the map](vat-map.md).\n\n## Step one: look!\n\n- one\n- two\n\n![What is seen](pictures/a-1.webp)\n";
    expect(readGuideText(markdown)).toEqual({
      title: "A title",
      blocks: [
        {
          paragraph: [
            { text: "Type " },
            { text: "/go", isLiteral: true },
            { text: ", press " },
            { text: "Go", isStrong: true },
            { text: ", " },
            { text: "once", isStressed: true },
            { text: ", and see " },
            { text: "the map", guide: "vat-map" },
            { text: "." },
          ],
        },
        { heading: "Step one: look!", anchor: "step-one-look-" },
        { items: [[{ text: "one" }], [{ text: "two" }]] },
        { picture: "a-1.webp", words: "What is seen" },
      ],
    });
  });

  it("keeps the words of a link that leads out of the guides, and takes no HTML for more than signs", () => {
    const [block] = readGuideText("# T\n\nSee [the rules](../reference/vat.md) <b>now</b>").blocks;
    expect(block).toEqual({
      paragraph: [{ text: "See " }, { text: "the rules" }, { text: " <b>now</b>" }],
    });
  });

  it("without a title is a mistake of ours", () => {
    expect(() => readGuideText("No title")).toThrow("begins with its title");
  });

  it("has pictures of which only WebP has a size", () => {
    expect(webpSize(Buffer.from("GIF89a and then a good deal more of it"))).toBeNull();
    expect(webpSize(Buffer.from("RIFF"))).toBeNull();
  });
});

describe("the guides under Help", () => {
  let house: House;
  let panel: PanelReader;
  beforeAll(async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error("no engine");
    house = await openHouse(sqlite, { until: "installed" });
    panel = readPanel(house, house);
  });
  afterAll(() => house.close());

  it("are listed, and each shows its pictures in the size they have", async () => {
    const help = (await panel.get("/help")).text;
    for (const name of GUIDES) {
      expect(help).toContain(`/help/guides/${name}`);
      const { status, text } = await panel.get(`/help/guides/${name}`);
      expect(status).toBe(200);
      const pictures = [
        ...text.matchAll(/<img src="([^"]+)" alt="[^"]{15,}" width="\d{3,4}" height="\d{3,4}"/g),
      ];
      expect(pictures.length, name).toBeGreaterThan(0);
      for (const [, address = ""] of pictures) {
        const picture = await fetch(new URL(plain(address), house.publicUrl));
        expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/webp"]);
      }
    }
  });

  it("lead to each other, and nowhere else", async () => {
    const { text } = await panel.get("/help/guides/first-ten-minutes");
    expect(text).toMatch(
      /<a href="\/embedded\/help\/guides\/when-an-order-needs-you[^"]*">an order needs you<\/a>/,
    );
    expect((await panel.get("/help/guides/vat-map")).text).not.toContain("reference/vat.md");
    expect((await panel.get("/help/guides/add-a-ledger")).status).toBe(404);
  });

  it.each([
    ["sv-SE", "sv", "Så läser du den"],
    ["da-DK", "da", "Sådan læser du det"],
    ["en-GB", "en", "Reading it"],
    ["fr-FR", "en", "Reading it"],
  ])(
    "are in the reader's language where it is written, with pictures in it: %s",
    async (locale, language, heading) => {
      const { text } = await panel.get("/help/guides/vat-map", { claims: { locale } });
      expect(text).toContain(`<div class="guide" lang="${language}">`);
      expect(text).toContain(`${heading}</h2>`);
      expect(text).not.toContain("Guiden är på engelska.");
      const [, address = ""] = /<img src="([^"]+)"/.exec(text) ?? [];
      expect(address).toMatch(
        language === "en" ? /\/vat-map\.webp$/ : new RegExp(`/${language}-vat-map\\.webp$`),
      );
      const picture = await fetch(new URL(plain(address), house.publicUrl));
      expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/webp"]);
    },
  );

  it("may be there in English alone, in a folder of a host's own", async () => {
    const directory = await mkdtemp(join(tmpdir(), "guides-"));
    try {
      for (const name of GUIDES) await writeFile(join(directory, `${name}.md`), `# ${name}\n\nText`);
      const guides = loadGuides(directory);
      expect([...(guides.texts.get("en")?.keys() ?? [])]).toEqual([...GUIDES]);
      expect(guides.texts.get("sv")?.size).toBe(0);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
