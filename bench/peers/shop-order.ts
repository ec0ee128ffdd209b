const CUSTOMERS = 500;
const ARTICLES = 50;

/**
 * The order of an id such as "o123": two lines and freight, paid by card, placed just now, in kronor with 25 % VAT.
 * Customers and articles come from pools, so most orders are of a buyer and of products the ledger knows.
 */
export function orderOf(id: string) {
  const number = Number(id.slice(1));
  const now = new Date().toISOString();
  const lines = [line("1", number % ARTICLES, 1), line("2", (number * 7 + 1) % ARTICLES, 2)];
  const freight = 10;
  const vat = lines.reduce((sum, each) => sum + each.vat, freight);
  return {
    id,
    number: String(number),
    created_at: now,
    updated_at: now,
    status: "open",
    financial_status: "paid",
    fulfillment_status: "unfulfilled",
    currency: "SEK",
    prices_include_tax: true,
    shop_timezone: "Europe/Stockholm",
    ...buyer(number % CUSTOMERS),
    lines: lines.map((each) => each.json),
    shipping: [
      { id: "s1", title: "Freight", price: gross(freight), discount: "0.00", tax_lines: taxLines(freight) },
    ],
    total_tax: amount(vat),
    total: gross(vat),
    transactions: [
      {
        id: `${id}-sale`,
        kind: "sale",
        gateway: "card",
        status: "success",
        amount: gross(vat),
        currency: "SEK",
        processed_at: now,
      },
    ],
    refunds: [],
  };
}

// Every amount is made from its VAT in whole kronor: at 25 % the gross is five times as much, and nothing is rounded.
const amount = (kronor: number) => `${kronor}.00`;
const gross = (vat: number) => amount(5 * vat);
const taxLines = (vat: number) => [{ rate: "25", amount: amount(vat) }];

function line(id: string, article: number, quantity: number) {
  const vatEach = 20 + article;
  const vat = vatEach * quantity;
  return {
    vat,
    json: {
      id,
      product_id: `p${article}`,
      sku: `SKU-${article}`,
      title: `Product ${article}`,
      quantity: String(quantity),
      unit_price: gross(vatEach),
      discount: "0.00",
      tax_lines: taxLines(vat),
    },
  };
}

function buyer(number: number) {
  const name = `Buyer ${number}`;
  const email = `buyer${number}@example.com`;
  const address = { name, address1: `Street ${number}`, zip: "111 22", city: "Stockholm", country: "SE" };
  return {
    email,
    customer: { id: `c${number}`, type: "B2C", name, email, country: "SE" },
    bill_to: address,
    ship_to: address,
  };
}
