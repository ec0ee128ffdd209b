import { isZero, parseMoney } from "../../domain/money.ts";
import type { PlannedRow } from "../../domain/plan.ts";
import { type FixProblem, fix } from "../../domain/problem.ts";
import type { Operation, WrittenDocument } from "../connector.ts";
import { draftKey, groupRow, onlyOne } from "./catalogue.ts";
import { productOf, type Registers, vatCodeOf } from "./map-lines.ts";
import { dimensionOf } from "./map-sale.ts";
import { BASE_CURRENCY } from "./options.ts";
import { readPaperId } from "./papers.ts";
import { choice } from "./settings.ts";

const settings = (field: string) => ({ place: "settings", field }) as const;

/** Why Dynaccount could not keep this document as planned, found before anything is sent; null when it can. */
export function unsendableDocument(
  written: WrittenDocument,
  isVoucher: boolean,
  registers: Registers,
): FixProblem | null {
  const { document, credits } = written;
  if (isVoucher)
    return (
      noDraft(null, registers) ?? firstOf(document.rows, (row) => badEntry(row, document.currency, registers))
    );
  if (!registers.catalogue.currencies.includes(document.currency)) {
    const message = `Dynaccount does not have the currency ${document.currency}. Add it there.`;
    return fix("CURRENCY_NOT_ENABLED", message, { place: "ledger" });
  }
  if (document.kind === "credit_note" && readPaperId(credits?.id ?? "")?.paper.table !== "debtor_invoice") {
    const message = `Dynaccount makes credit notes of an invoice only, and there is none for order ${document.orderNumber}.`;
    return fix("LEDGER_REJECTED", message, { place: "order" });
  }
  if (dimensionOf(document) === undefined) {
    const message = "An invoice of Dynaccount has one dimension, and the rows of this one ask for several.";
    return fix("LEDGER_REJECTED", message, settings("dimensions"));
  }
  return firstOf(document.rows, (row) => badLine(row, written, registers));
}

/** Orders become invoices by a person's hand only (D10). */
export function unsendableInvoicing({ document }: Extract<Operation, { step: "invoice-order" }>): FixProblem {
  const message = `Dynaccount's orders are invoiced by a person. Invoice order ${document.orderNumber} there.`;
  return fix("LEDGER_REJECTED", message, { place: "ledger" });
}

function badLine(row: PlannedRow, { articles }: WrittenDocument, registers: Registers): FixProblem | null {
  if (vatCodeOf(row, registers) === null) return noCode(row);
  if (productOf(row, articles, registers) !== null) return null;
  const message = `Every line of an invoice needs a product in Dynaccount, and "${row.text}" has none. Name one for such rows.`;
  return fix("LEDGER_REJECTED", message, choice("row_product"));
}

function badEntry(row: PlannedRow, currency: string, registers: Registers): FixProblem | null {
  if (isZero(parseMoney(row.gross, currency))) return null;
  if (row.account === null) {
    const message = `A voucher needs an account for "${row.text}" (${row.vatRate} % of ${row.country}).`;
    return fix("VAT_UNMAPPED", message, settings("vat.treatments"));
  }
  const hasVat = !isZero(parseMoney(row.vat, currency));
  return hasVat && vatCodeOf(row, registers) === null ? noCode(row) : null;
}

function noCode(row: PlannedRow): FixProblem {
  const isFree = isZero(parseMoney(row.vat, BASE_CURRENCY)) && row.kind !== "line" && row.kind !== "shipping";
  return isFree
    ? fix(
        "VAT_UNMAPPED",
        `Dynaccount needs a VAT code for what is outside VAT ("${row.text}"). Name it in the settings.`,
        choice("no_vat_code"),
      )
    : fix(
        "VAT_UNMAPPED",
        `Dynaccount needs a VAT code for ${row.vatRate} % of ${row.country} ("${row.text}").`,
        settings("vat.treatments"),
      );
}

/** Why a payment could not be registered. */
export function unsendablePayment(
  { payment }: Extract<Operation, { step: "pay" }>,
  registers: Registers,
): FixProblem | null {
  if (payment.account === null) {
    const message = `Dynaccount registers payments on an account, and ${payment.method} has none. Name one, or terms of payment that pay at once.`;
    return fix("LEDGER_REJECTED", message, settings("payments.methods"));
  }
  return noDraft(null, registers);
}

export function unsendableJournal(
  { journal }: Extract<Operation, { step: "journal" }>,
  registers: Registers,
): FixProblem | null {
  return noDraft(journal.series, registers);
}

function noDraft(series: string | null, { catalogue, settings: own }: Registers): FixProblem | null {
  if (draftKey(series, catalogue, own) !== undefined) return null;
  const named = series ?? own.draft;
  const message =
    named === undefined
      ? "Dynaccount has several draft journals. Name the one in which payments and vouchers wait to be booked."
      : `Dynaccount has no draft journal named ${named}.`;
  return fix("LEDGER_REJECTED", message, choice("draft"));
}

/** What new cards and products lack in the settings. */
export function noGroup(
  kind: "b2c" | "b2b" | "ean",
  { catalogue, settings: own }: Registers,
  named?: string,
): FixProblem | null {
  if (groupRow(kind, catalogue, own, named) !== undefined) return null;
  if (named !== undefined) {
    const unknown = `Dynaccount has no debtor group named ${named}.`;
    return fix("LEDGER_REJECTED", unknown, { place: "settings", field: `customers.${kind}.group` });
  }
  const message = "Dynaccount has several debtor groups. Name the one for new customers.";
  return fix("LEDGER_REJECTED", message, choice(`group_${kind}`));
}

export function noProductGroup({ catalogue, settings: own }: Registers): FixProblem | null {
  const name = own.product_group ?? onlyOne(catalogue.productGroups);
  if (name !== undefined && catalogue.productGroups.includes(name)) return null;
  const message = "Dynaccount has several product groups. Name the one for new products.";
  return fix("LEDGER_REJECTED", message, choice("product_group"));
}

function firstOf<T>(items: readonly T[], check: (item: T) => FixProblem | null): FixProblem | null {
  for (const item of items) {
    const problem = check(item);
    if (problem !== null) return problem;
  }
  return null;
}
