import { z } from "zod";
import type { Clock } from "../../ports.ts";
import { account, bank, currency, customerDefaults, department, listOf, rate, tax, term } from "./answers.ts";
import { ratesAreFractions } from "./assumptions.ts";
import type { Client, Reply } from "./client.ts";
import { shifted } from "./decimal-text.ts";
import type { About } from "./refusal.ts";

/** Lists of an entity that change rarely: kept for a quarter of an hour, shared by all workers of this process. */
export interface Registers {
  taxes(): Promise<Reply<readonly TaxCode[]>>;
  currencies(): Promise<Reply<readonly z.output<typeof currency>[]>>;
  banks(): Promise<Reply<readonly z.output<typeof bank>[]>>;
  terms(): Promise<Reply<readonly z.output<typeof term>[]>>;
  departments(): Promise<Reply<readonly z.output<typeof department>[]>>;
  chart(): Promise<Reply<readonly z.output<typeof account>[]>>;
  defaults(): Promise<Reply<z.output<typeof customerDefaults>>>;
  /** The entity's own rate of today, as it writes it. */
  rate(currency: string): Promise<Reply<string>>;
  /** The currency of a customer who was named by hand. */
  currencyOf(customerCode: string): Promise<Reply<string>>;
  /** The currency of a supplier: its documents name none. */
  supplierCurrency(supplierCode: string): Promise<Reply<string>>;
}

/** With its rate in per cent: "23", "13.5". */
export type TaxCode = z.output<typeof tax> & { readonly percent: string };

export type RegisterCache = Map<string, { readonly until: number; readonly value: unknown }>;

const KEPT_MS = 15 * 60_000;
const subject = "the settings";
const cards = z.object({ CurrencyCode: z.string() });

export function createRegisters(
  client: Client,
  clock: Clock,
  cache: RegisterCache,
  tenant: string,
): Registers {
  async function kept<T>(
    operation: string,
    inside: Readonly<Record<string, string>>,
    schema: z.ZodType<T>,
    about: About = { subject },
  ): Promise<Reply<T>> {
    const key = JSON.stringify([tenant, operation, inside]);
    const known = cache.get(key);
    if (known !== undefined && known.until > clock.now()) return { ok: true, value: known.value as T };
    const reply = await client.call(operation, inside, schema, about);
    if (reply.ok) cache.set(key, { until: clock.now() + KEPT_MS, value: reply.value });
    return reply;
  }
  const taxes = listOf("Tax", tax).transform((list): TaxCode[] => {
    const places = ratesAreFractions(list.map((one) => one.Rate)) ? 2 : 0;
    return list.map((one) => ({ ...one, percent: shifted(one.Rate, places) }));
  });
  return {
    taxes: () => kept("GetTaxCodeList", {}, taxes),
    currencies: () => kept("GetCurrencies", {}, listOf("WSCurrency", currency)),
    banks: () => kept("GetBankList", {}, listOf("Bank", bank)),
    terms: () => kept("GetCreditTermList", {}, listOf("CreditTerm", term)),
    departments: () => kept("GetDepartmentList", {}, listOf("Department", department)),
    chart: () => kept("GetChartOfAccounts", {}, listOf("WSChartOfAccountLine", account)),
    defaults: () => kept("GetCustomerDefaults", {}, customerDefaults),
    rate: (code) => kept("GetCurrencyExchangeRate", { currencyCode: code }, rate),
    currencyOf: (customerCode) =>
      kept(
        "GetCustomer",
        { customerCode },
        cards.transform((card) => card.CurrencyCode),
      ),
    supplierCurrency: (supplierCode) =>
      kept(
        "GetSupplier",
        { supplierCode },
        cards.transform((card) => card.CurrencyCode),
        { subject: "the purchase", purchase: true },
      ),
  };
}
