import type { z } from "zod";
import { decide } from "../../plugin/decision/decide.ts";
import type { DecisionInput, ExistingDocument } from "../../plugin/decision/input.ts";
import type { LedgerFacts } from "../../plugin/domain/ledger-facts.ts";
import type { Order, Refund } from "../../plugin/domain/order.ts";
import type { Plan, PlannedDocument, PlannedRow } from "../../plugin/domain/plan.ts";
import { type Settings, settingsSchema } from "../../plugin/settings/schema.ts";
import { order } from "./orders.ts";

// What a plan is made of besides the order, and ways to read a plan in one line.

type Patch = z.input<typeof settingsSchema>;

/** Settings of a Swedish shop whose payment methods are mapped; a test names what differs. */
export function settings(patch: Patch = {}): Settings {
  return settingsSchema.parse({
    payments: { methods: { "*": { account: "1686" } } },
    liabilities: { gift_card_account: "2421", tip_account: "2890", channel_tax_account: "2899" },
    ...patch,
    orders: { language: "en", ...patch.orders },
    vat: { seller_country: "SE", ...patch.vat },
  });
}

const account = (
  treatment: LedgerFacts["defaultAccounts"][number]["treatment"],
  rate: string,
  number: string,
) => ({
  treatment,
  rate,
  account: number,
  vatCode: null,
});

/** A Swedish ledger in SEK with BAS accounts, everything open. */
export function facts(patch: Partial<LedgerFacts> = {}): LedgerFacts {
  return {
    baseCurrency: "SEK",
    currencies: [
      { code: "SEK", rate: "1" },
      { code: "EUR", rate: "11.2345" },
    ],
    lockedUntil: null,
    years: null,
    roundingAccount: "3740",
    accounts: null,
    defaultAccounts: [
      account("domestic", "25", "3001"),
      account("domestic", "12", "3002"),
      account("domestic", "6", "3003"),
      account("eu_goods", "0", "3108"),
      account("eu_service", "0", "3308"),
      account("export", "0", "3105"),
      account("deemed_supplier", "0", "3109"),
    ],
    readAt: "2026-03-01T00:00:00Z",
    ...patch,
  };
}

/** The merchant is registered for OSS and has an account for German and Finnish VAT. */
export const withOss = {
  vat: {
    registrations: ["OSS"],
    treatments: [
      { treatment: "oss", country: "DE", rate: "19", account: "3106", vat_code: "OSSDE19" },
      { treatment: "oss", country: "FI", rate: "25.5", account: "3107" },
    ],
  },
} satisfies Patch;

export function planOf(sold: Order, patch: Patch = {}, more: Partial<DecisionInput> = {}): Plan {
  return decide({
    order: sold,
    settings: settings(patch),
    facts: facts(),
    existing: [],
    shopCountry: "SE",
    maxRows: 1000,
    splitsPayments: true,
    ledgerName: "Fortnox",
    ...more,
  });
}

/** The plan of an order that was in the ledger before it was refunded. */
export function refunded(
  sold: Parameters<typeof order>[0],
  refunds: readonly Refund[],
  patch: Patch = {},
): Plan {
  const existing = inLedger(planOf(order(sold), patch));
  return planOf(order({ ...sold, refunds }), patch, { existing });
}

/** The documents of a plan as they stand in the ledger after it was carried out. */
export function inLedger(plan: Plan, isBooked = true): ExistingDocument[] {
  return plan.documents.map((planned) => ({ planned, isBooked }));
}

export function documentOf(plan: Plan, key = "invoice"): PlannedDocument {
  const found = plan.documents.find((one) => one.key === key);
  if (found === undefined) {
    const keys = plan.documents.map((one) => one.key).join(", ");
    throw new Error(`no document ${key} but: ${keys || "none"} (${JSON.stringify(plan.outcome)})`);
  }
  return found;
}

/** A document's sums as one readable line: "net 199.20 + vat 49.80 = 249.00, rounding 0.00". */
export function sums({ net, vat, gross, rounding }: PlannedDocument): string {
  return `net ${net} + vat ${vat} = ${gross}, rounding ${rounding}`;
}

/** A row as one readable line: "3001 25 % 249.00 of which 49.80". */
function rowText({ account: number, vatRate, gross, vat }: PlannedRow): string {
  return `${number} ${vatRate} % ${gross} of which ${vat}`;
}

export function rowsOf(plan: Plan, key = "invoice"): string[] {
  return documentOf(plan, key).rows.map(rowText);
}

/** The code the order is skipped, waiting or held with; "booked" when it is. */
export function codeOf(plan: Plan): string {
  return plan.outcome.state === "booked" ? "booked" : plan.outcome.code;
}
