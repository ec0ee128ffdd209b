import { z } from "zod";
import type { Product } from "./catalogue.ts";
import type { OrderDraft } from "./order-draft.ts";
import { invalid } from "./refusal.ts";
import type { Tenant } from "./shop.ts";

/** Where the form's customers live and the standard VAT the shop charges there; outside the EU it charges none. */
const DESTINATIONS = [
  { code: "SE", name: "Sweden", city: "Stockholm", zip: "111 22", rate: "25", inEu: true },
  { code: "DK", name: "Denmark", city: "København", zip: "1050", rate: "25", inEu: true },
  { code: "FI", name: "Finland", city: "Helsinki", zip: "00100", rate: "25.5", inEu: true },
  { code: "DE", name: "Germany", city: "Berlin", zip: "10115", rate: "19", inEu: true },
  { code: "IE", name: "Ireland", city: "Dublin", zip: "D02 X285", rate: "23", inEu: true },
  { code: "NO", name: "Norway", city: "Oslo", zip: "0150", rate: "0", inEu: false },
  { code: "US", name: "United States", city: "New York", zip: "10001", rate: "0", inEu: false },
] as const;

type Destination = (typeof DESTINATIONS)[number];

const PAYMENTS = [
  { value: "card", label: "Paid by card" },
  { value: "swish", label: "Paid by Swish" },
  { value: "klarna", label: "Paid by Klarna" },
  { value: "reserved", label: "Card reserved, not taken" },
  { value: "invoice", label: "Not paid yet" },
] as const;

export const orderFormSchema = z
  .object({
    name: z.string().min(1),
    email: z.string(),
    country: z.enum(DESTINATIONS.map((each) => each.code)),
    company: z.string(),
    vat_number: z.string(),
    payment: z.enum(PAYMENTS.map((each) => each.value)),
    freight: z.string(),
    discount: z.string(),
  })
  .catchall(z.string());

const QUANTITY_FIELD = "quantity-";

/** What the form offers. */
export function orderChoices(products: Iterable<Product>, tenant: Tenant) {
  return {
    products: [...products].filter((product) => product.active),
    destinations: DESTINATIONS.map((each) => ({ ...each, isHome: each.code === tenant.country })),
    payments: PAYMENTS,
    currency: tenant.currency,
  };
}

/** The order behind a filled-in form. */
export function draftFrom(
  form: z.infer<typeof orderFormSchema>,
  products: Iterable<Product>,
  tenant: Tenant,
): OrderDraft {
  const destination = destinationOf(form.country);
  const isBusiness = form.company !== "";
  const rateOf = (homeRate: string) => rateFor({ homeRate, destination, isBusiness, home: tenant.country });
  const lines = [...products].flatMap((product) => {
    const quantity = form[`${QUANTITY_FIELD}${product.sku}`] ?? "";
    if (quantity === "" || quantity === "0") return [];
    const { sku, title, price, nature } = product;
    return [{ sku, title, quantity, unitPrice: price, rate: rateOf(product.tax_rate), nature }];
  });
  const [first, ...others] = lines;
  if (first === undefined) throw invalid("Choose at least one product.");
  const discount = amountIn(form.discount);
  const freight = amountIn(form.freight);
  return {
    lines: [{ ...first, discount }, ...others],
    shipping: freight === "0" ? null : { title: "Parcel", price: freight, rate: rateOf(destination.rate) },
    customer: {
      type: isBusiness ? "B2B" : "B2C",
      name: form.name,
      email: form.email === "" ? null : form.email,
      country: destination.code,
      company: isBusiness ? form.company : null,
      vat_number: form.vat_number === "" ? null : form.vat_number,
    },
    bill_to: { city: destination.city, zip: destination.zip },
    gateway: form.payment === "reserved" ? "card" : form.payment,
    paid: form.payment !== "reserved" && form.payment !== "invoice",
    authorized: form.payment === "reserved",
    payment_terms: form.payment === "invoice" ? { days: 14 } : null,
  };
}

interface Sale {
  homeRate: string;
  destination: Destination;
  isBusiness: boolean;
  home: string;
}

/** A simple shop's VAT: its own rates at home, the standard rate of an EU country for people, none for companies abroad. */
function rateFor({ homeRate, destination, isBusiness, home }: Sale): string {
  if (destination.code === home) return homeRate;
  return isBusiness || !destination.inEu ? "0" : destination.rate;
}

function destinationOf(code: string): Destination {
  const found = DESTINATIONS.find((each) => each.code === code);
  if (found === undefined) throw invalid(`country: the form does not offer ${code}`);
  return found;
}

function amountIn(field: string): string {
  const amount = field.trim().replace(",", ".");
  return amount === "" ? "0" : amount;
}
