import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  articleNumber,
  cleanText,
  decodeEntities,
  emailAddress,
  limits,
  requiredText,
} from "../../../../plugin/connectors/fortnox/text.ts";

/** The vendor's list as printed in its documentation, independent of ours; its two combining marks are left out. */
const vendorAllows =
  /^[\p{L}\u2019\\a-zåäöéáœæøüA-ZÅÄÖÉÁÜŒÆØ0-9 –:.`´’,;^¤#%§£$€¢¥©™°&/()=+\-*_!?²³®½@\u00a0\n\r]*$/u;

const anyText = fc.string({ unit: "binary", maxLength: 400 });

describe("texts for Fortnox", () => {
  it("never have a character Fortnox refuses, whatever a shop sends", () => {
    fc.assert(fc.property(anyText, (text) => vendorAllows.test(cleanText(text, "comments"))));
  });

  it("are never longer than their field, and never end in half a character", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const cut = cleanText(text, "yourReference");
        return cut.length <= limits.yourReference && cut.isWellFormed();
      }),
    );
  });

  it("stay as they are once they fit", () => {
    fc.assert(
      fc.property(
        anyText,
        (text) => cleanText(cleanText(text, "rowText"), "rowText") === cleanText(text, "rowText"),
      ),
    );
  });

  it("are never empty where Fortnox needs one", () => {
    fc.assert(fc.property(anyText, (text) => requiredText(text, "name", "Customer") !== ""));
    expect(requiredText("🎁", "name", "Customer")).toBe("Customer");
  });

  it("keep Nordic letters and prices, and exchange what is close to an allowed sign", () => {
    expect(cleanText('Smörgås "XL" [2 st] – it\'s 50 % | 10×20', "rowText")).toBe(
      "Smörgås ’’XL’’ (2 st) – it’s 50 % / 10x20",
    );
  });

  it("are one line, except comments, remarks and e-mails", () => {
    expect([cleanText("a\nb", "rowText"), cleanText("a\nb", "remarks")]).toEqual(["a b", "a\nb"]);
  });

  it("keep Fortnox's own placeholders in e-mails and no other curly brackets", () => {
    expect(cleanText("Invoice {no} {x}", "emailSubject")).toBe("Invoice {no} (x)");
    expect(cleanText("Invoice {no}", "rowText")).toBe("Invoice (no)");
  });

  it("of a buyer cannot clear a field in Fortnox", () => {
    expect(cleanText("API_BLANK", "name")).toBe("API-BLANK");
  });
});

describe("e-mail addresses for Fortnox", () => {
  it("are left out rather than altered into somebody else's", () => {
    expect([
      emailAddress("o'brien@example.com"),
      emailAddress(" anna@example.com "),
      emailAddress(null),
    ]).toEqual([undefined, "anna@example.com", undefined]);
  });
});

describe("article numbers for Fortnox", () => {
  it("keep the signs Fortnox takes and lose the others", () => {
    expect([
      articleNumber("T-SHIRT/röd #4"),
      articleNumber("a".repeat(60))?.length,
      articleNumber("🎁"),
    ]).toEqual(["T-SHIRT/rod4", 50, null]);
  });
});

describe("an article number with a suffix", () => {
  it("keeps the suffix whole and gives up the end of the SKU", () => {
    expect(articleNumber("a".repeat(60), "-1f3a9c")).toBe(`${"a".repeat(43)}-1f3a9c`);
    expect(articleNumber("🎁", "-1f3a9c")).toBeNull();
  });
});

describe("a SKU of dots alone", () => {
  it("is no article number, for it would name another address", () => {
    expect([articleNumber(".."), articleNumber("..A")]).toEqual([null, "..A"]);
  });
});

describe("texts from Fortnox", () => {
  it("are read without the entities it writes", () => {
    expect(decodeEntities("M&amp;M &quot;AB&quot; &#39;x&#39; &amp;lt;")).toBe("M&M \"AB\" 'x' &lt;");
  });
});
