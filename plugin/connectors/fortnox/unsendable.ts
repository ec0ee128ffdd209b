import type { PlannedJournal } from "../../domain/journal.ts";
import type { PlannedCustomer } from "../../domain/plan.ts";
import { type FixProblem, fix } from "../../domain/problem.ts";
import type { Operation, Step } from "../connector.ts";
import { amountFits, fitsTwoDecimals, vatIsExpressible } from "./map-rows.ts";
import { BASE_CURRENCY } from "./options.ts";
import { vatTypes } from "./schema.ts";

/** Why Fortnox could not keep this operation as planned, found before anything is sent; null when it can. */
export function unsendable(operation: Operation): FixProblem | null {
  if (WRITES.includes(operation.step) && "document" in operation)
    return unsendableDocument(operation.document);
  if (operation.step === "pay") return unsendablePayment(operation);
  if (operation.step === "customer" || operation.step === "update-customer")
    return unsendableCustomer(operation.customer);
  if (operation.step === "journal") return unsendableJournal(operation.journal);
  return null;
}

const WRITES: readonly Step[] = ["create", "adjust", "update", "invoice-order"];

function unsendableDocument(document: Extract<Operation, { step: "create" }>["document"]): FixProblem | null {
  for (const row of document.rows) {
    if (row.account !== null && !isAccount(row.account)) {
      return fix("VAT_UNMAPPED", `Fortnox has accounts of four digits; ${row.account} is none.`, {
        place: "settings",
        field: "vat.treatments",
      });
    }
    if (!vatIsExpressible(row)) {
      return fix(
        "VAT_UNMAPPED",
        `Fortnox needs an account or a VAT code for the rate ${row.vatRate} % of ${row.country}.`,
        { place: "settings", field: "vat.treatments" },
      );
    }
    if (!amountFits(row, document.rowForm)) {
      return fix(
        "LEDGER_REJECTED",
        `Fortnox keeps two decimals, which cannot hold ${row.gross} ${document.currency}.`,
        {
          place: "order",
        },
      );
    }
  }
  return null;
}

function unsendablePayment({ document, payment }: Extract<Operation, { step: "pay" }>): FixProblem | null {
  if (payment.currency !== document.currency) {
    return fix(
      "LEDGER_REJECTED",
      `The payment is in ${payment.currency}, but Fortnox takes it only in the invoice's currency ${document.currency}.`,
      { place: "order" },
    );
  }
  if (payment.mode === null && !isAccount(payment.account ?? "")) {
    return fix(
      "LEDGER_REJECTED",
      `The payment method ${payment.method} needs a mode of payment or an account of four digits.`,
      { place: "settings", field: "payments.methods" },
    );
  }
  const parts = [payment, payment.fee, payment.surplus].filter((one) => one !== undefined);
  const tooFine = parts.find((one) => !fitsTwoDecimals(one.amount));
  if (tooFine !== undefined) {
    const message = `Fortnox keeps two decimals, which cannot hold ${tooFine.amount} ${payment.currency}.`;
    return fix("LEDGER_REJECTED", message, { place: "order" });
  }
  for (const part of [payment.fee, payment.surplus]) {
    if (part === undefined || isAccount(part.account)) continue;
    const message = `Fortnox has accounts of four digits; ${part.account} is none.`;
    return fix("LEDGER_REJECTED", message, { place: "settings", field: "payments" });
  }
  return null;
}

function unsendableCustomer(customer: PlannedCustomer): FixProblem | null {
  const vatCode = customer.card?.vatCode ?? null;
  if (vatCode === null || vatTypes.some((type) => type === vatCode)) return null;
  return fix("LEDGER_REJECTED", `Fortnox has no VAT type ${vatCode}. It has ${vatTypes.join(", ")}.`, {
    place: "settings",
    field: `customers.${customer.type.toLowerCase()}.vat_code`,
  });
}

function unsendableJournal(journal: PlannedJournal): FixProblem | null {
  if (journal.currency !== BASE_CURRENCY) {
    return fix(
      "LEDGER_REJECTED",
      `Fortnox keeps vouchers in ${BASE_CURRENCY}, but this one is in ${journal.currency}.`,
      { place: "ledger" },
    );
  }
  const strange = journal.lines.find((line) => !isAccount(line.account));
  return strange === undefined
    ? null
    : fix("LEDGER_REJECTED", `Fortnox has accounts of four digits; ${strange.account} is none.`, {
        place: "settings",
        field: "payouts",
      });
}

const isAccount = (text: string): boolean => /^[1-9]\d{3}$/.test(text);
