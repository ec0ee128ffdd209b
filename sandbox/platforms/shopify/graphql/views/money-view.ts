import { utc } from "../../clock.ts";
import type { Bag, Currencies } from "../../money.ts";
import { decimalText, fraction } from "../../money.ts";
import type { Address, Allocation, Order, Tax } from "../../trade/order.ts";

export function moneyBag(bag: Bag, { shop, buyer }: Currencies) {
  return { shopMoney: money(bag.shop, shop), presentmentMoney: money(bag.buyer, buyer) };
}

export function money(amount: string, currencyCode: string) {
  return { amount: decimalText(amount), currencyCode };
}

export function taxLine(tax: Tax, currencies: Currencies) {
  return {
    title: tax.title,
    rate: Number(fraction(tax.rate, "1", "100")),
    ratePercentage: Number(tax.rate),
    source: "Shopify",
    channelLiable: tax.channelLiable,
    priceSet: moneyBag(tax.amount, currencies),
  };
}

export function allocationView(order: Order, { application, amount }: Allocation) {
  const applied = order.discounts[application];
  return {
    allocatedAmountSet: moneyBag(amount, order.currencies),
    discountApplication: applied === undefined ? null : applicationView(order, applied, application),
  };
}

export function applicationView(order: Order, applied: Order["discounts"][number], index: number) {
  return {
    __typename: applied.type,
    index,
    allocationMethod: applied.allocationMethod,
    targetSelection: applied.targetSelection,
    targetType: applied.targetType,
    value:
      "percentage" in applied.value
        ? { __typename: "PricingPercentageValue", percentage: Number(applied.value.percentage) }
        : { __typename: "MoneyV2", ...money(applied.value.amount, order.currencies.buyer) },
    code: applied.name,
    title: applied.name,
    description: applied.description,
  };
}

export function addressView(address: Address, id: string) {
  const name = [address.firstName, address.lastName].filter((part) => part !== null).join(" ");
  return {
    ...address,
    id: `gid://shopify/MailingAddress/${id}?model_name=Address`,
    name: name === "" ? null : name,
    countryCodeV2: address.countryCode,
    country: countryName(address.countryCode),
    province: null,
    phone: null,
    formatted: [address.address1, [address.zip, address.city].join(" "), countryName(address.countryCode)],
  };
}

/** A company location's address, which has a place for the company's name and none may miss a country. */
export function companyAddressView(address: Address, { name, id }: { name: string; id: string }) {
  return {
    id: `gid://shopify/CompanyAddress/${id}`,
    companyName: name,
    address1: address.address1 ?? "",
    address2: address.address2,
    city: address.city,
    zip: address.zip,
    zoneCode: address.provinceCode,
    countryCode: address.countryCode ?? "ZZ",
    country: countryName(address.countryCode),
    firstName: address.firstName,
    lastName: address.lastName,
  };
}

/** When it happened as the API writes it, or nothing. */
export function when(at: string | null): string | null {
  return at === null ? null : utc(at);
}

function countryName(code: string | null): string | null {
  return code === null ? null : (new Intl.DisplayNames("en", { type: "region" }).of(code) ?? code);
}
