import type { Row } from "./company.ts";

/** Noon UTC of a day in UNIX seconds, as text. */
function noon(day: string): string {
  return String(Date.parse(`${day}T12:00:00Z`) / 1000);
}

/** Registers of a Danish company, with samples of the accounts of the vendor's own shop module. */
export function seeded(year: number): { tables: Record<string, Row[]>; lastId: number } {
  let lastId = 0;
  const rows = (columns: readonly string[], ...values: (readonly string[])[]): Row[] =>
    values.map((one) => {
      lastId += 1;
      return Object.fromEntries([
        ["id", String(lastId)],
        ...columns.map((column, index): [string, string] => [column, one[index] ?? ""]),
      ]);
    });
  const tables = {
    account: rows(
      ["account_id_", "name", "type", "vatcode_name", "is_dimension", "is_bank"],
      ["1100", "Salg, Danmark", "OPERATION", "S25", "NO", "NO"],
      ["1110", "Salg, EU", "OPERATION", "SEU", "NO", "NO"],
      ["1120", "Salg, uden for EU", "OPERATION", "SX", "NO", "NO"],
      ["1130", "Salg, OSS Tyskland", "OPERATION", "OSS-DE-19", "NO", "NO"],
      ["1200", "Fragt", "OPERATION", "S25", "NO", "NO"],
      ["1300", "Rabatter", "OPERATION", "S25", "NO", "NO"],
      ["3900", "Øredifferencer", "OPERATION", "", "NO", "NO"],
      ["4300", "Kortgebyrer", "OPERATION", "", "NO", "NO"],
      ["5700", "Betalingsformidler", "BALANCE", "", "NO", "NO"],
      ["5820", "Bank", "BALANCE", "", "NO", "YES"],
      ["14262", "Salgsmoms", "BALANCE", "", "NO", "NO"],
      ["6600", "Gavekort", "BALANCE", "", "NO", "NO"],
    ),
    vatcode: rows(
      ["name", "type", "percent"],
      ["S25", "SALE", "25.00"],
      ["S0", "SALE", "0.00"],
      ["SEU", "SALE", "0.00"],
      ["SX", "SALE", "0.00"],
      ["OSS-DE-19", "SALE", "19.00"],
      ["OSS-SE-25", "SALE", "25.00"],
      ["K25", "PURCHASE", "25.00"],
    ),
    // `days` and `paid_on` are no columns of the interface: what a term does is told only by its effect.
    payment: rows(
      ["name", "days", "paid_on"],
      ["Netto 8 dage", "8", ""],
      ["Netto 14 dage", "14", ""],
      ["Kortbetaling", "0", "5700"],
    ),
    debtor_group: rows(
      ["name", "payment_name", "vatcode_name", "ref_currency_name", "payment_method", "bank_name", "lang"],
      ["Privat", "Netto 8 dage", "S25", "DKK", "BANK_ACCOUNT", "Bank", "da"],
      ["Erhverv", "Netto 14 dage", "S25", "DKK", "BANK_ACCOUNT", "Bank", "da"],
      ["Offentlig", "Netto 14 dage", "S25", "DKK", "BANK_ACCOUNT", "Bank", "da"],
    ),
    product_group: rows(["name", "account"], ["Varer", "1100"], ["Fragt", "1200"], ["Øvrigt", "3900"]),
    unit: rows(["name"], ["stk"]),
    location: rows(["name"], ["Lager"]),
    bank: rows(["name"], ["Bank"]),
    currency: rows(["name", "rate"], ["DKK", "1"], ["EUR", "7.46"], ["SEK", "0.65"]),
    dimension: rows(["name"], ["Webshop"], ["Butik"]),
    draft: rows(["name"], ["Kassekladde"], ["Webshop"]),
    year: rows(
      ["is_closed", "time_start", "time_end", "enc_next_id_"],
      ["YES", noon(`${year - 1}-01-01`), noon(`${year - 1}-12-31`), "1"],
      ["NO", noon(`${year}-01-01`), noon(`${year}-12-31`), "1"],
    ),
    product: rows(
      ["product_id_", "name", "product_group_name", "unit_name", "in_stock", "in_order", "is_stocked"],
      ["SALG", "Salg", "Varer", "stk", "0", "0", "NO"],
      ["FRAGT", "Fragt", "Fragt", "stk", "0", "0", "NO"],
      ["AFRUNDING", "Afrunding", "Øvrigt", "stk", "0", "0", "NO"],
    ),
  };
  return { tables, lastId };
}
