import { type FixProblem, fix } from "../../domain/problem.ts";
import type { LedgerResult } from "../connector.ts";
import type { Books } from "./books.ts";
import { codeWithoutVat } from "./catalogue.ts";
import { readFacts } from "./facts.ts";
import type { Registers } from "./map-lines.ts";
import { findProduct } from "./products.ts";
import { booksByItself, choice } from "./settings.ts";
import { noGroup, noProductGroup, unsendableJournal } from "./unsendable.ts";

/** What would stop transfers or what a merchant has to know, found before the first order. */
export async function checkBooks(books: Books): Promise<LedgerResult<readonly FixProblem[]>> {
  const facts = await readFacts(books);
  if (!facts.ok) return facts;
  const registers = await books.registers();
  if (!registers.ok) return registers;
  const problems = [noYear(books, facts.value.years ?? []), ...missingChoices(registers.value)];
  const product = await missingProduct(books, registers.value);
  if (!product.ok) return product;
  const found = [...problems, product.value, unconfirmed(registers.value)];
  return { ok: true, value: found.filter((problem) => problem !== null) };
}

function noYear({ clock }: Books, years: readonly { readonly from: string; readonly to: string }[]) {
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  if (years.some((year) => year.from <= today && today <= year.to)) return null;
  const message = `Dynaccount has no open financial year for ${today}. Create the year in Dynaccount.`;
  return fix("PERIOD_LOCKED", message, { place: "ledger" });
}

function missingChoices(registers: Registers): (FixProblem | null)[] {
  const { settings, catalogue } = registers;
  const groups = [noGroup("b2c", registers), noGroup("b2b", registers), noGroup("ean", registers)];
  const named = groups.find((problem) => problem !== null) ?? null;
  const ofInvoices = settings.way === "invoice" ? [noProductGroup(registers), noVatCode(registers)] : [];
  const journal = { key: "", date: "", text: "", currency: "DKK", series: null, lines: [] };
  return [
    named,
    ...ofInvoices,
    catalogue.drafts.length === 0
      ? null
      : unsendableJournal({ step: "journal", journal, reference: "" }, registers),
  ];
}

function noVatCode({ catalogue, settings }: Registers): FixProblem | null {
  if (codeWithoutVat(catalogue, settings) !== null) return null;
  const message = "Dynaccount has several VAT codes of 0 %, or none. Name the one for what is outside VAT.";
  return fix("VAT_UNMAPPED", message, choice("no_vat_code"));
}

async function missingProduct(
  books: Books,
  { settings }: Registers,
): Promise<LedgerResult<FixProblem | null>> {
  if (settings.way === "voucher") return { ok: true, value: null };
  const field = choice("row_product");
  const { row_product: number } = settings;
  if (number === undefined) {
    const message =
      "Every line of an invoice needs a product in Dynaccount. Name one for freight, fees and rows without a SKU.";
    return { ok: true, value: fix("PRODUCT_NOT_FOUND", message, field) };
  }
  const found = await findProduct(books, number, { subject: "the settings" });
  if (!found.ok) return found;
  const message = `Dynaccount has no product ${number}, which the settings name for rows without a SKU.`;
  return { ok: true, value: found.value === null ? fix("PRODUCT_NOT_FOUND", message, field) : null };
}

/** A notice rather than a mistake: said on the connection's page, once, instead of on every order (D1). */
function unconfirmed({ settings }: Registers): FixProblem | null {
  if (settings.way === "voucher" || booksByItself(settings)) return null;
  const message =
    "Invoices are left as drafts, and a person books them in Dynaccount: automatic booking is off until Dynaccount's support has confirmed it for your company.";
  return fix("BOOKING_UNCONFIRMED", message, choice("automatic_booking"));
}
