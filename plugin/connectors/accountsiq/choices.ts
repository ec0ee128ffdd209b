import type { Choice, LedgerResult } from "../connector.ts";
import { listOf, wireRecord } from "./answers.ts";
import type { Client, Reply } from "./client.ts";
import { takesEntries } from "./facts.ts";
import type { Registers } from "./registers.ts";

type Lists = Readonly<Record<string, () => Promise<LedgerResult<readonly Choice[]>>>>;

/** The entries of a list of the settings page; a list that AccountsIQ does not have is empty. */
export async function readChoices(
  client: Client,
  registers: Registers,
  list: string,
): Promise<LedgerResult<readonly Choice[]>> {
  const departments = () => of(registers.departments(), (one) => one.IsActive, "DepartmentID", "Description");
  const lists: Lists = {
    accounts: () => of(registers.chart(), takesEntries, "Code", "Description"),
    vat_codes: () =>
      of(registers.taxes(), (one) => one.SalesTaxInclude && !one.PartialReclaim, "Code", "Description"),
    purchase_vat_codes: () =>
      of(registers.taxes(), (one) => one.PurchasesTaxInclude && !one.PartialReclaim, "Code", "Description"),
    suppliers: async () => {
      const schema = listOf("Supplier", wireRecord);
      const suppliers = client.call("GetActiveSupplierList", {}, schema, { subject: "the settings" });
      return await of(suppliers, () => true, "Code", "Name");
    },
    payment_terms: () => of(registers.terms(), () => true, "Code", "Description"),
    payment_modes: () => of(registers.banks(), () => true, "Code", "Name"),
    currencies: () => of(registers.currencies(), () => true, "CurrencyCode", "Description"),
    bi_codes: departments,
    articles: async () => {
      const schema = listOf("StockItem", wireRecord);
      const items = client.call("GetActiveStockItemList", {}, schema, { subject: "the settings" });
      return await of(items, () => true, "StockItemID", "Description");
    },
  };
  const read = Object.hasOwn(lists, list) ? lists[list] : undefined;
  return read === undefined ? { ok: true, value: [] } : await read();
}

async function of<T extends Readonly<Record<string, unknown>>>(
  reading: Promise<Reply<readonly T[]>>,
  isShown: (one: T) => boolean,
  value: keyof T,
  name: keyof T,
): Promise<LedgerResult<readonly Choice[]>> {
  const list = await reading;
  if (!list.ok) return list;
  const choices = new Map<string, Choice>();
  for (const one of list.value.filter(isShown)) {
    const code = String(one[value] ?? "");
    const words = String(one[name] ?? "");
    const label = words === "" || words === code ? code : `${code} ${words}`;
    if (code !== "" && !choices.has(code)) choices.set(code, { value: code, label });
  }
  return { ok: true, value: [...choices.values()] };
}
