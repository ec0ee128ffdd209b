import type { SiteFaults } from "./faults.ts";
import type { Module, Records } from "./records.ts";
import { customerMembers, customerNested } from "./shapes/customer.ts";
import { invoiceMembers, invoiceNested } from "./shapes/invoice.ts";
import {
  creditNoteMembers,
  productMembers,
  relationMembers,
  transactionMembers,
  transactionNested,
} from "./shapes/transaction.ts";
import type { Store } from "./store.ts";

type Row = Record<string, unknown>;

/** How each module's records look in lists; the key of each is its address. */
const flatOf: { [M in Module]: (record: Records[M]) => Row } = {
  customers: customerMembers,
  invoices: invoiceMembers,
  transactions: transactionMembers,
  "credit-notes": creditNoteMembers,
  products: productMembers,
};

export const modules = Object.keys(flatOf) as Module[];

export function isModule(name: unknown): name is Module {
  return modules.some((one) => one === name);
}

export function flatRow<M extends Module>(module: M, record: Records[M]): Row {
  return flatOf[module](record);
}

/** As lists with relations show it: with the keys of other records, and still nothing nested. */
export function relatedRow<M extends Module>(module: M, record: Records[M]): Row {
  return {
    ...flatRow(module, record),
    ...("customer_id" in record ? { customer_id: record.customer_id } : {}),
    ...relationMembers,
  };
}

/** What a single record has besides its flat members. */
export function nestedMembers(store: Store, module: Module, id: string, faults: SiteFaults): Row {
  if (module === "customers") return customerNested;
  if (module === "invoices") {
    const invoice = store.find("invoices", id);
    const customer = invoice && store.find("customers", invoice.customer_id);
    if (invoice === undefined || customer === undefined) return {};
    const nested = invoiceNested(invoice, customer);
    if (faults.invoicePayments === "link") return nested;
    const own = store
      .all("transactions")
      .filter((one) => one.invoices.some((each) => each.invoice_id === id));
    return { ...nested, transactions: own.map((one) => flatRow("transactions", one)) };
  }
  if (module === "transactions") {
    const transaction = store.find("transactions", id);
    return transaction === undefined ? {} : transactionNested(transaction);
  }
  return {};
}

/** Keys of other records beside the attributes of a single one. */
export function relationsOf(module: Module, record: Records[Module]): Record<string, string> {
  const { created_by, updated_by, assigned_to } = relationMembers;
  const staff = { created_by, updated_by, assigned_to };
  return module !== "customers" && "customer_id" in record
    ? { customer_id: record.customer_id, ...staff }
    : staff;
}

/** The rows of another module that a record is linked with; undefined for a relation nobody has. */
export function linkedRows(
  store: Store,
  module: Module,
  id: string,
  related: string,
  { creditNoteLinks, invoicePayments }: SiteFaults,
): Row[] | undefined {
  if (module === "invoices" && related === "transactions") {
    if (invoicePayments === "record") return [];
    return store.all("transactions").flatMap((record) => {
      const share = record.invoices.find((one) => one.invoice_id === id);
      return share === undefined
        ? []
        : [
            {
              ...relatedRow("transactions", record),
              date: record.date,
              pivot_amount: Number(share.amount),
              api_response: "",
            },
          ];
    });
  }
  if (module === "credit-notes" && creditNoteLinks.includes(related)) {
    const shares = store.find("credit-notes", id)?.invoices ?? [];
    return shares.flatMap((share) => {
      const invoice = store.find("invoices", share.invoice_id);
      return invoice === undefined
        ? []
        : [{ ...relatedRow("invoices", invoice), pivot_amount: Number(share.amount) }];
    });
  }
  if (module === "credit-notes" && related === "transactions") {
    const refunds = store.all("transactions").filter((one) => one.credit_note_id === id);
    return refunds.map((one) => ({
      ...relatedRow("transactions", one),
      date: one.date,
      pivot_amount: Number(one.amount),
    }));
  }
  if (module === "transactions" && related === "credit-notes") {
    const noteId = store.find("transactions", id)?.credit_note_id;
    const note = noteId === undefined ? undefined : store.find("credit-notes", noteId);
    return note === undefined ? [] : [relatedRow("credit-notes", note)];
  }
  if (module === "customers" && related === "invoices") {
    const own = store.all("invoices").filter((one) => one.customer_id === id);
    return own.map((invoice) => relatedRow("invoices", invoice));
  }
  return undefined;
}
