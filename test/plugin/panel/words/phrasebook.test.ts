import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { phrasebook } from "../../../../plugin/panel/words/phrasebook.ts";
import { loadTexts } from "../../../../plugin/panel/words/texts.ts";

const speak = loadTexts(join(import.meta.dirname, "../../../../views/locales"));
const spaced = (text: string): string => text.replaceAll("\u00a0", " ");
const swedish = (english: string): string => spaced(speak("sv-SE").say(english));
const danish = (english: string): string => spaced(speak("da-DK").say(english));

describe("a sentence of an order", () => {
  it("is said with the amounts and rates of the language", () => {
    const english = "The shop says 1500.00 SEK but the order's lines add up to 1499.38. We never guess 0.62.";
    expect(swedish(english)).toBe(
      "Butiken säger 1 500,00 SEK men orderns rader blir 1 499,38. Vi gissar aldrig 0,62.",
    );
    expect(danish(english)).toBe(
      "Butikken siger 1.500,00 SEK, men ordrens linjer bliver 1.499,38. Vi gætter aldrig 0,62.",
    );
  });

  it("names days and countries as the language does", () => {
    const locked = "2026-10-01 is locked in Fortnox: everything up to 2026-10-31 is closed.";
    expect(swedish(locked)).toBe("1 okt. 2026 är låst i Fortnox: allt till och med 31 okt. 2026 är stängt.");
    expect(danish("Germany 19 % has no account yet.")).toBe("Tyskland 19 % har endnu ingen konto.");
    expect(swedish("exported to Canary Islands (R10) (VAT rule 3)")).toBe(
      "exporterad till Kanarieöarna (R10) (momsregel 3)",
    );
  });

  it("may stand before others, each of which is known", () => {
    expect(
      danish(
        "The invoice of 2026-03-31 for order 1001 names an account that does not exist. Invoice 12 is left unbooked.",
      ),
    ).toBe(
      "Fakturaen af 31. mar. 2026 for ordre 1001 angiver en konto, der ikke findes. Faktura 12 efterlades ubogført.",
    );
  });

  it("keeps the ledger's own words, also where they are several sentences", () => {
    expect(
      swedish("Fortnox refused the payment of 12.50 SEK for order 7: Kontot saknas. Välj ett annat."),
    ).toBe("Fortnox avvisade betalningen på 12,50 SEK för order 7: Kontot saknas. Välj ett annat.");
  });

  it("is the code's where nobody said anything better", () => {
    expect(swedish("The order's total is zero, so there is nothing to book.")).toBe(
      "Orderns summa är noll, så det finns inget att bokföra.",
    );
  });

  it("says a list in the language's way", () => {
    expect(danish("Booked: invoice 12, credit note 13.")).toBe("Bogført: faktura 12 og kreditnota 13.");
    expect(swedish("The order is booked when it is paid or fulfilled.")).toBe(
      "Ordern bokförs när den är betald eller skickad.",
    );
  });

  it("begins with a capital, whatever it begins with in the language", () => {
    const english = "The invoice of 2026-03-31 for order 1001 names an account that does not exist.";
    expect(swedish(`Order 7 is left unbooked. ${english}`)).toBe(
      "Order 7 lämnas obokförd. Fakturan den 31 mars 2026 för order 1001 anger ett konto som inte finns.",
    );
    expect(swedish("The invoice 7 is saved in a ledger but not posted yet.")).toBe(
      "Faktura 7 är sparad i a ledger men inte bokförd ännu.",
    );
  });

  it("of several orders counts them", () => {
    expect(danish("3 orders: 1 booked, 2 waiting or skipped, 0 need you.")).toBe(
      "3 ordrer: 1 bogført, 2 venter eller er sprunget over, 0 kræver handling.",
    );
  });

  it("stays English in English, and where nobody has translated it", () => {
    expect(speak("en-GB").say("Germany 19 % has no account yet.")).toBe("Germany 19 % has no account yet.");
    expect(swedish("Nobody has thought of 12.00 SEK here.")).toBe("Nobody has thought of 12.00 SEK here.");
  });
});

describe("the reasons of a row", () => {
  it("are said one by one", () => {
    expect(
      swedish("consumer in Finland, 25.5 % through OSS (R9) (VAT rule 8) · VAT map: Finland 25.5 % (OSS)"),
    ).toBe("konsument i Finland, 25,5 % genom OSS (R9) (momsregel 8) · momskartan: Finland 25,5 % (OSS)");
  });

  it("name a setting as its page does", () => {
    expect(swedish("paid by card · setting payments.methods")).toBe(
      "betald med card · inställningen Betalningar › Betalningssätt",
    );
    expect(speak("en-GB").say("a fee outside VAT (setting vat.untaxed_fees)")).toBe(
      "a fee outside VAT (setting VAT › Fees charged without VAT)",
    );
    expect(danish("setting orders.flow")).toBe("indstillingen Forløb");
  });
});

describe("conditions of a filter or a rule", () => {
  it("are said one by one as the editor of rules names them, with the values as they were typed", () => {
    expect(
      danish("customer.type is B2B and order.country in SE, NO and line.title contains paid and gone"),
    ).toBe("Kundens type er B2B, Ankomstland er en af SE, NO og Linjens titel indeholder paid and gone");
    expect(swedish('The filter "Salt and pepper" leaves this order out: customer.email is missing.')).toBe(
      "Filtret ”Salt and pepper” hoppar över ordern: Kundens e-post saknas.",
    );
    expect(swedish("rule for line.quantity greater 3: account 3011")).toBe(
      "regel för Antal är större än 3: konto 3011",
    );
  });
});

describe("a phrase book", () => {
  it("takes the phrase that fits with the most words", () => {
    const say = phrasebook(
      { "{{who}} is away.": "{{who}} är borta.", "{{who}} is far away.": "{{who}} är långt borta." },
      "sv",
    );
    expect(say("Anna Ek is far away.")).toBe("Anna Ek är långt borta.");
  });

  it("is not led astray by signs that mean something in a pattern", () => {
    const say = phrasebook({ "Costs ({{amount}}) [a.b] $1?": "Kostar ({{amount}}) [a.b] $1?" }, "sv");
    expect(say("Costs (1.50) [a.b] $1?")).toBe("Kostar (1,50) [a.b] $1?");
    expect(say("Costs (1.50) [aXb] $1?")).toBe("Costs (1.50) [aXb] $1?");
  });
});
