import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadTexts } from "../../../../plugin/panel/words/texts.ts";

const language = loadTexts(join(import.meta.dirname, "../../../../views/locales"));

describe("the words of the panel", () => {
  it("fall back to English for a language nobody has written, and for what is no language", () => {
    for (const wanted of [null, "fr-FR", "de", "not a locale", ""]) {
      const { language: spoken, locale, texts } = language(wanted);
      expect(spoken).toBe("en");
      expect(locale).toBe("en-GB");
      expect(texts("nav.orders")).toBe("Orders");
    }
  });

  it("keep the reader's own way of writing numbers and days", () => {
    expect(language("en-US").locale).toBe("en-US");
    expect(language("en_IE").locale).toBe("en-IE");
  });

  it("count as one says it", () => {
    const { texts } = language("en");
    const say = (count: number) =>
      texts("overview.answer.booked", { count, shown: String(count), ledger: "Fortnox" });
    expect(say(1)).toBe("Your order is booked in Fortnox.");
    expect(say(12)).toBe("All 12 orders are booked in Fortnox.");
  });

  it("are printed as they are, without a second escaping", () => {
    expect(language("en").texts("connections.connect", { ledger: "Lind & Söner" })).toBe(
      "Connect Lind & Söner",
    );
  });
});
