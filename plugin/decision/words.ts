import type { Adjustment } from "../domain/order.ts";
import type { DocumentKind, Language, PlannedDocument } from "../domain/plan.ts";
import type { DecisionInput } from "./input.ts";

/** What we write on documents ourselves, beside what shop and merchant say. Amounts are decimal texts, days ISO 8601. */
export interface Words {
  pieces(quantity: string): string;
  piecesBySaying(quantity: string): string;
  discount(amount: string): string;
  /** Finds what `pieces` and `discount` have put behind a row's text. */
  readonly notes: RegExp;
  readonly shipping: string;
  readonly rounding: string;
  readonly cashRounding: string;
  readonly adjustments: Readonly<Record<Adjustment["kind"], string>>;
  changedPrice(text: string): string;
  setOff(text: string): string;
  marketplaceTax(text: string): string;
  merged(rows: number, rate: string): string;
  supplied(day: string): string;
  prepaid(order: string, text: string, start: string, end: string): string;
  part(order: string, text: string, part: number | null, of: number): string;
  prepaidCredited(order: string): string;
  endedEarly(order: string, text: string): string;
  order(number: string): string;
  takenBack(order: string): string;
  takenOut(order: string): string;
  readonly documents: Readonly<Record<DocumentKind, string>>;
  bought(document: string, number: string, seller: string, order: string): string;
}

const en: Words = {
  pieces: (quantity) => `${quantity} pcs`,
  piecesBySaying: (quantity) => `${quantity} pcs according to the shop`,
  discount: (amount) => `discount ${amount}`,
  notes: / \((?=[^()]*(?:pcs|discount ))[^()]*\)$/,
  shipping: "Shipping",
  rounding: "Rounding",
  cashRounding: "Cash rounding",
  adjustments: {
    goodwill: "Goodwill",
    restocking_fee: "Restocking fee",
    unused_period: "Unused period",
    other: "Refund",
  },
  changedPrice: (text) => `${text}, changed price`,
  setOff: (text) => `${text}, set off`,
  marketplaceTax: (text) => `Tax remitted by the marketplace: ${text}`,
  merged: (rows, rate) => `${rows} rows at ${rate} %, see the specification`,
  supplied: (day) => `Date of supply: ${day}.`,
  prepaid: (order, text, start, end) => `Order ${order}: ${text}, prepaid ${start} to ${end}`,
  part: (order, text, part, of) => `Order ${order}: ${text}, part ${part} of ${of}`,
  prepaidCredited: (order) => `Order ${order}: prepaid period credited`,
  endedEarly: (order, text) => `Order ${order}: ${text}, ended early`,
  order: (number) => `Order ${number}`,
  takenBack: (order) => `Order ${order}, taken back`,
  takenOut: (order) => `Order ${order}: taken out of the books`,
  documents: { invoice: "Invoice", credit_note: "Credit note", order: "Order" },
  bought: (document, number, seller, order) => `${document} ${number} of ${seller}, order ${order}`,
};

const sv: Words = {
  pieces: (quantity) => `${quantity} st`,
  piecesBySaying: (quantity) => `${quantity} st enligt butiken`,
  discount: (amount) => `rabatt ${amount}`,
  notes: / \((?=[^()]*(?:\d st\b|rabatt \d))[^()]*\)$/,
  shipping: "Frakt",
  rounding: "Avrundning",
  cashRounding: "Öresavrundning",
  adjustments: {
    goodwill: "Goodwill",
    restocking_fee: "Returavgift",
    unused_period: "Outnyttjad period",
    other: "Återbetalning",
  },
  changedPrice: (text) => `${text}, ändrat pris`,
  setOff: (text) => `${text}, kvittad`,
  marketplaceTax: (text) => `Skatt som marknadsplatsen betalar in: ${text}`,
  merged: (rows, rate) => `${rows} rader med ${rate} %, se specifikationen`,
  supplied: (day) => `Leveransdatum: ${day}.`,
  prepaid: (order, text, start, end) => `Order ${order}: ${text}, förskottsbetalt ${start} till ${end}`,
  part: (order, text, part, of) => `Order ${order}: ${text}, del ${part} av ${of}`,
  prepaidCredited: (order) => `Order ${order}: förskottsbetald period krediterad`,
  endedEarly: (order, text) => `Order ${order}: ${text}, avslutad i förtid`,
  order: (number) => `Order ${number}`,
  takenBack: (order) => `Order ${order}, återtagen`,
  takenOut: (order) => `Order ${order}: uttagen ur bokföringen`,
  documents: { invoice: "Faktura", credit_note: "Kreditfaktura", order: "Order" },
  bought: (document, number, seller, order) => `${document} ${number} från ${seller}, order ${order}`,
};

const da: Words = {
  pieces: (quantity) => `${quantity} stk.`,
  piecesBySaying: (quantity) => `${quantity} stk. ifølge butikken`,
  discount: (amount) => `rabat ${amount}`,
  notes: / \((?=[^()]*(?:\d stk\.|rabat \d))[^()]*\)$/,
  shipping: "Fragt",
  rounding: "Afrunding",
  cashRounding: "Øreafrunding",
  adjustments: {
    goodwill: "Goodwill",
    restocking_fee: "Returgebyr",
    unused_period: "Ubrugt periode",
    other: "Tilbagebetaling",
  },
  changedPrice: (text) => `${text}, ændret pris`,
  setOff: (text) => `${text}, modregnet`,
  marketplaceTax: (text) => `Afgift, som markedspladsen indbetaler: ${text}`,
  merged: (rows, rate) => `${rows} linjer med ${rate} %, se specifikationen`,
  supplied: (day) => `Leveringsdato: ${day}.`,
  prepaid: (order, text, start, end) => `Ordre ${order}: ${text}, forudbetalt ${start} til ${end}`,
  part: (order, text, part, of) => `Ordre ${order}: ${text}, del ${part} af ${of}`,
  prepaidCredited: (order) => `Ordre ${order}: forudbetalt periode krediteret`,
  endedEarly: (order, text) => `Ordre ${order}: ${text}, afsluttet før tid`,
  order: (number) => `Ordre ${number}`,
  takenBack: (order) => `Ordre ${order}, taget tilbage`,
  takenOut: (order) => `Ordre ${order}: taget ud af bogføringen`,
  documents: { invoice: "Faktura", credit_note: "Kreditnota", order: "Ordre" },
  bought: (document, number, seller, order) => `${document} ${number} fra ${seller}, ordre ${order}`,
};

export const WORDS: Readonly<Record<Language, Words>> = { en, sv, da };

export function wordsFor(input: Pick<DecisionInput, "language">): Words {
  return WORDS[input.language ?? "en"];
}

/** A day of supply that stands on a document, in whichever language. */
export function isSupplied(text: string): boolean {
  return Object.values(WORDS).some((words) => text.startsWith(words.supplied("").slice(0, -1)));
}

/** What a shop says that names no way of delivery: the readers of platforms have no language. */
export function isNamelessShipping(text: string): boolean {
  return text === en.shipping;
}

/**
 * The language of an order's documents: the one its first document in the ledger was written in, so that neither a
 * setting nor a new version rewrites a draft or mixes languages on one order; else the setting, else the seller's.
 */
export function languageOf(
  existing: readonly { readonly planned: Pick<PlannedDocument, "language"> }[],
  setting: Language | undefined,
  sellerCountry: string,
): Language {
  const [first] = existing;
  if (first !== undefined) return first.planned.language ?? "en";
  return setting ?? LANGUAGE_OF[sellerCountry] ?? "en";
}

const LANGUAGE_OF: Readonly<Record<string, Language>> = { SE: "sv", DK: "da" };
