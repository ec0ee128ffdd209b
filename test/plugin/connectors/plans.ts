import type {
  PlannedAddress,
  PlannedArticle,
  PlannedCustomer,
  PlannedDocument,
  PlannedPayment,
  PlannedRow,
} from "../../../plugin/domain/plan.ts";

/** Planned documents for tests: an ordinary Swedish sale, with whatever a test changes. */

export const address: PlannedAddress = {
  name: "Anna Svensson",
  address1: "Storgatan 1",
  address2: null,
  zip: "111 22",
  city: "Stockholm",
  country: "SE",
};

export function aCustomer(changes: Partial<PlannedCustomer> = {}): PlannedCustomer {
  return {
    id: "c-1",
    key: "c-1",
    type: "B2C",
    name: "Anna Svensson",
    email: "anna@example.com",
    phone: null,
    company: null,
    country: "SE",
    vatNumber: null,
    vatNumberValid: null,
    organisationNumber: null,
    ean: null,
    reference: null,
    fixedNumber: null,
    currency: "SEK",
    treatment: "domestic",
    bill: address,
    ship: null,
    ...changes,
  };
}

export function anArticle(changes: Partial<PlannedArticle> = {}): PlannedArticle {
  return {
    sku: "MUG-1",
    barcode: null,
    title: "Mug",
    nature: "goods",
    platformId: "p-1",
    fixed: false,
    ...changes,
  };
}

/** One mug for 125.00 including 25 % VAT. */
export function aRow(changes: Partial<PlannedRow> = {}): PlannedRow {
  return {
    kind: "line",
    sourceId: "l-1",
    text: "Mug",
    quantity: "1",
    unitPrice: "125.00",
    net: "100.00",
    vat: "25.00",
    gross: "125.00",
    vatRate: "25",
    treatment: "domestic",
    country: "SE",
    account: "3001",
    vatCode: null,
    article: null,
    costCentre: null,
    project: null,
    why: "R2",
    ...changes,
  };
}

export function aDocument(changes: Partial<PlannedDocument> = {}): PlannedDocument {
  return {
    key: "invoice",
    kind: "invoice",
    credits: null,
    date: "2026-03-31",
    currency: "SEK",
    exchangeRate: null,
    orderId: "1",
    orderNumber: "1001",
    orderUrl: null,
    customer: aCustomer(),
    rowForm: "gross",
    rows: [aRow()],
    specification: null,
    net: "100.00",
    vat: "25.00",
    gross: "125.00",
    rounding: "0.00",
    booking: "book",
    reference: "1001",
    comment: null,
    legalTexts: [],
    termsDays: null,
    terms: null,
    email: null,
    payments: [],
    ...changes,
  };
}

export function aPayment(changes: Partial<PlannedPayment> = {}): PlannedPayment {
  return {
    id: "t-1",
    direction: "in",
    method: "card",
    amount: "125.00",
    currency: "SEK",
    date: "2026-03-31",
    account: "1580",
    mode: null,
    why: "R4",
    ...changes,
  };
}
