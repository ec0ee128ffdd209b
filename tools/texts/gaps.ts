import { join } from "node:path";
import { phrasebook } from "../../plugin/panel/words/phrasebook.ts";
import { catalogue, sentencesOf, textsOf } from "./catalogue.ts";
import { ledgerTexts } from "./ledger-texts.ts";
import { sentencesInCode } from "./sentences-in-code.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** What a language lacks, each as one line. */
export interface Gaps {
  /** Keys without a text. */
  readonly missing: readonly string[];
  /** Keys that English does not have. */
  readonly unknown: readonly string[];
  /** Texts whose placeholders are not those of the English text. */
  readonly placeholders: readonly string[];
  /** Texts left in English. */
  readonly english: readonly string[];
  /** Sentences of the code that the phrase book does not know. */
  readonly sentences: readonly string[];
}

/** Words that are the same in the language, or names. */
const SAME: Readonly<Record<string, ReadonlySet<string>>> = {
  sv: new Set([
    "Import",
    "Order",
    "Order {{number}}",
    "order {{number}}",
    "{{count}} order",
    "Status",
    "Text",
  ]),
  da: new Set(["E-mail", "Import", "Note", "Status", "Sum", "Total"]),
};
const NAMES = new Set([
  "Batch",
  "Item",
  "Ledger Relay",
  "OSS",
  "Version {{version}}",
  "Webhooks",
  // Values of conditions, which are the same in every language.
  "line, shipping, fee, gift_card, tip, balance",
  "order, renewal, adjustment",
  "web, pos, subscription, import",
]);
/** What is printed on documents and in mails to buyers is in the document's language; platforms are told in English. */
const FOR_OTHERS = new Set([
  "plugin/api/webhooks.ts",
  "plugin/decision/document.ts",
  "plugin/decision/email.ts",
  "plugin/decision/plain-email.ts",
  "plugin/connectors/shared/entry-words.ts",
  "plugin/decision/texts.ts",
  "plugin/decision/vat/evidence.ts",
  "plugin/decision/vat/legal-texts.ts",
  "plugin/decision/words.ts",
]);

/** Sentences put together from pieces, which the phrase book knows in each of their forms. */
const PUT_TOGETHER = new Set([
  "1 1.",
  "1 1 1 by 1 on 1.",
  "1 1. It is tried again by itself.",
  "1 does not offer what this app needs to be installed1.",
  "1 has no account yet.",
  "1 no account yet.",
  "1 to a business in 1 with VAT number 11 (R10)",
  "Order 1 1.",
  "The row of 1 goes 1. SKU 1: 1.",
  "The shop refused the installation1.",
  "VIES says that 1 is 11.",
]);

export function gapsOf(language: string): Gaps {
  const english = Object.entries(catalogue());
  const own = textsOf(language);
  const phrases = sentencesOf(language);
  // What the phrase book says is marked, for some sentences are the same in two languages.
  const marked = Object.entries(phrases).map(([text, said]) => [text, `✓ ${said}`]);
  const say = phrasebook(Object.fromEntries(marked), language);
  const pairs = [
    ...english.map(([key, text]) => ({ key, text, said: own[key] })),
    ...Object.entries(phrases).map(([text, said]) => ({ key: text, text, said })),
  ];
  return {
    missing: pairs.filter(({ said }) => said === undefined).map(({ key, text }) => `${key}: ${text}`),
    unknown: Object.keys(own).filter((key) => !english.some(([known]) => known === key)),
    placeholders: pairs
      .filter(({ text, said }) => said !== undefined && placeholders(text) !== placeholders(said))
      .map(({ key, said }) => `${key}: ${said}`),
    english: english
      .filter(([key, text]) => own[key] === text && !mayBeSame(language, text))
      .map(([key, text]) => `${key}: ${text}`),
    sentences: [...sentencesInCode(ROOT), ...ledgerTexts()]
      .filter(({ file, text }) => !FOR_OTHERS.has(file) && !PUT_TOGETHER.has(text) && say(text) === text)
      .map(({ file, text }) => `${file}: ${text}`),
  };
}

function mayBeSame(language: string, text: string): boolean {
  return NAMES.has(text) || SAME[language]?.has(text) === true || /^\{\{\w+\}\}$/.test(text);
}

function placeholders(text: string): string {
  return (text.match(/\{\{[^}]*\}\}/g) ?? []).sort().join(" ");
}
