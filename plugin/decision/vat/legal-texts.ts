import type { Order } from "../../domain/order.ts";
import type { Language, PlannedRow } from "../../domain/plan.ts";
import { buyerNumber } from "./business.ts";

interface LegalWords {
  readonly goods: string;
  readonly service: string;
  readonly export: string;
  buyer(number: string): string;
}

/**
 * The law's own words in each language: of the reverse charge as Article 226(11a) of Directive 2006/112/EC has it in that
 * language, of an exemption with the article it rests on. A buyer abroad knows the English word of the reverse charge.
 */
const WORDS: Readonly<Record<Language, LegalWords>> = {
  en: {
    goods: "Intra-Community supply, VAT exempt, Article 138 Directive 2006/112/EC.",
    service: "Reverse charge, Article 196 Directive 2006/112/EC.",
    export: "Export, VAT exempt, Article 146 Directive 2006/112/EC.",
    buyer: (number) => `VAT number of the buyer: ${number}.`,
  },
  sv: {
    goods: "Unionsintern leverans, undantagen från moms, artikel 138 i direktiv 2006/112/EG.",
    service: "Omvänd betalningsskyldighet (reverse charge), artikel 196 i direktiv 2006/112/EG.",
    export: "Export, undantagen från moms, artikel 146 i direktiv 2006/112/EG.",
    buyer: (number) => `Köparens momsregistreringsnummer: ${number}.`,
  },
  da: {
    goods: "Levering til et andet EU-land, fritaget for moms, artikel 138 i direktiv 2006/112/EF.",
    service: "Omvendt betalingspligt (reverse charge), artikel 196 i direktiv 2006/112/EF.",
    export: "Eksport, fritaget for moms, artikel 146 i direktiv 2006/112/EF.",
    buyer: (number) => `Købers momsnummer: ${number}.`,
  },
};

/** What an English document of a seller at home in another language says first, where the law's own word is known. */
const IN_THE_SELLERS_WORDS: Readonly<Record<string, { readonly goods: string; readonly service: string }>> = {
  SE: { goods: "Unionsintern leverans. ", service: "Omvänd betalningsskyldighet. " },
  DK: { goods: "", service: "Omvendt betalingspligt. " },
};
const NOTHING = { goods: "", service: "" };

/** Texts the law asks for when VAT is missing (Directive 2006/112/EC, Articles 138, 146, 196 and 226). */
export function legalTexts(
  order: Order,
  rows: readonly PlannedRow[],
  sellerCountry: string,
  language: Language = "en",
): string[] {
  const has = (treatment: PlannedRow["treatment"]): boolean =>
    rows.some((row) => row.treatment === treatment);
  const words = WORDS[language];
  const first = (language === "en" ? IN_THE_SELLERS_WORDS[sellerCountry] : undefined) ?? NOTHING;
  const number = buyerNumber(order, order.shipTo?.country ?? sellerCountry);
  const buyer = number === null ? "" : ` ${words.buyer(number.text)}`;
  const texts: string[] = [];
  if (has("eu_goods")) texts.push(`${first.goods}${words.goods}${buyer}`);
  if (has("eu_service")) texts.push(`${first.service}${words.service}${buyer}`);
  if (has("export")) texts.push(words.export);
  return texts;
}
