import type { Order } from "../domain/order.ts";

interface PlainEmail {
  readonly subject: string;
  readonly body: string;
}

/** What our own server sends where the merchant has written nothing, in the language of the buyer's country. */
export function plainEmail(order: Order, kind: "invoice" | "credit_note"): PlainEmail {
  const { customer, billTo, shipTo } = order;
  const country = customer.country ?? billTo?.country ?? shipTo?.country ?? "";
  return TEXTS[LANGUAGES[country] ?? "en"][kind];
}

const LANGUAGES: Readonly<Record<string, "sv" | "da">> = { SE: "sv", AX: "sv", DK: "da", FO: "da", GL: "da" };

const TEXTS = {
  en: {
    invoice: {
      subject: "Invoice {{document.number}} for your order {{order.number}}",
      body: "Thank you for your order {{order.number}}. Here is invoice {{document.number}} of {{document.date}} over {{document.total}} {{document.currency}}.",
    },
    credit_note: {
      subject: "Credit note {{document.number}} for your order {{order.number}}",
      body: "Here is credit note {{document.number}} of {{document.date}} over {{document.total}} {{document.currency}} for your order {{order.number}}.",
    },
  },
  sv: {
    invoice: {
      subject: "Faktura {{document.number}} för din order {{order.number}}",
      body: "Tack för din order {{order.number}}. Här är faktura {{document.number}} av den {{document.date}} på {{document.total}} {{document.currency}}.",
    },
    credit_note: {
      subject: "Kreditfaktura {{document.number}} för din order {{order.number}}",
      body: "Här är kreditfaktura {{document.number}} av den {{document.date}} på {{document.total}} {{document.currency}} för din order {{order.number}}.",
    },
  },
  da: {
    invoice: {
      subject: "Faktura {{document.number}} for din ordre {{order.number}}",
      body: "Tak for din ordre {{order.number}}. Her er faktura {{document.number}} af {{document.date}} på {{document.total}} {{document.currency}}.",
    },
    credit_note: {
      subject: "Kreditnota {{document.number}} for din ordre {{order.number}}",
      body: "Her er kreditnota {{document.number}} af {{document.date}} på {{document.total}} {{document.currency}} for din ordre {{order.number}}.",
    },
  },
} as const;
