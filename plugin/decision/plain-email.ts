import type { Order } from "../domain/order.ts";

interface PlainEmail {
  readonly subject: string;
  readonly body: string;
}

/** Of the document: its kind, day (ISO 8601), and what it comes to as a decimal text in its currency. */
interface Brought {
  readonly kind: "invoice" | "credit_note";
  readonly date: string;
  readonly total: string;
  readonly currency: string;
}

/**
 * What our own server sends where the merchant has written nothing, in the language of the buyer's country, with day
 * and amount as that language writes them. Numbers of order and document stay to be filled in.
 */
export function plainEmail(order: Order, { kind, date, total, currency }: Brought): PlainEmail {
  const { customer, billTo, shipTo } = order;
  const country = customer.country ?? billTo?.country ?? shipTo?.country ?? "";
  const language = LANGUAGES[country] ?? "en";
  const { subject, body } = TEXTS[language][kind];
  return { subject, body: body(dayIn(language, date), `${amountIn(language, total)} ${currency}`) };
}

type Language = "en" | "sv" | "da";
const LANGUAGES: Readonly<Record<string, Language>> = { SE: "sv", AX: "sv", DK: "da", FO: "da", GL: "da" };
const LOCALES: Readonly<Record<Language, string>> = { en: "en-GB", sv: "sv-SE", da: "da-DK" };

function dayIn(language: Language, day: string): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00:00Z`));
}

function amountIn(language: Language, amount: string): string {
  if (!isDecimal(amount)) return amount;
  const digits = amount.split(".")[1]?.length ?? 0;
  const shape = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(LOCALES[language], shape).format(amount);
}

const isDecimal = (text: string): text is `${number}` => /^-?\d+(\.\d+)?$/.test(text);

const TEXTS = {
  en: {
    invoice: {
      subject: "Invoice {{document.number}} for your order {{order.number}}",
      body: (day: string, amount: string) =>
        `Thank you for your order {{order.number}}. Here is invoice {{document.number}} of ${day} for ${amount}.`,
    },
    credit_note: {
      subject: "Credit note {{document.number}} for your order {{order.number}}",
      body: (day: string, amount: string) =>
        `Here is credit note {{document.number}} of ${day} for ${amount}, for your order {{order.number}}.`,
    },
  },
  sv: {
    invoice: {
      subject: "Faktura {{document.number}} för din order {{order.number}}",
      body: (day: string, amount: string) =>
        `Tack för din order {{order.number}}. Här är faktura {{document.number}} från den ${day} på ${amount}.`,
    },
    credit_note: {
      subject: "Kreditfaktura {{document.number}} för din order {{order.number}}",
      body: (day: string, amount: string) =>
        `Här är kreditfaktura {{document.number}} från den ${day} på ${amount} för din order {{order.number}}.`,
    },
  },
  da: {
    invoice: {
      subject: "Faktura {{document.number}} for din ordre {{order.number}}",
      body: (day: string, amount: string) =>
        `Tak for din ordre {{order.number}}. Her er faktura {{document.number}} af ${day} på ${amount}.`,
    },
    credit_note: {
      subject: "Kreditnota {{document.number}} for din ordre {{order.number}}",
      body: (day: string, amount: string) =>
        `Her er kreditnota {{document.number}} af ${day} på ${amount} for din ordre {{order.number}}.`,
    },
  },
} as const;
