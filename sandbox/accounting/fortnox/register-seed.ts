import type { RegisterEntry } from "./records.ts";

export type RegisterName =
  | "modesofpayments"
  | "termsofpayments"
  | "wayofdeliveries"
  | "termsofdeliveries"
  | "units"
  | "currencies"
  | "pricelists"
  | "costcenters"
  | "projects"
  | "labels"
  | "voucherseries";

const delivery = (Code: string, Description: string, DescriptionEnglish: string): RegisterEntry => ({
  Code,
  Description,
  DescriptionEnglish,
});
const currency = (
  Code: string,
  Description: string,
  buy: string,
  sell: string,
  Unit = "1",
): RegisterEntry => ({
  Code,
  Description,
  BuyRate: buy,
  SellRate: sell,
  Unit,
  IsAutomatic: true,
});
const series = (Code: string, Description: string, Manual: boolean): RegisterEntry => ({
  Code,
  Description,
  Manual,
});

/** What the small registers of a new company hold. Rates are SEK for one unit, or for as many as `Unit` says. */
export function newRegisters(): Record<RegisterName, RegisterEntry[]> {
  return {
    modesofpayments: [
      { Code: "BG", Description: "Bankgiro", AccountNumber: "1930" },
      { Code: "PG", Description: "Plusgiro", AccountNumber: "1920" },
      { Code: "KONTANT", Description: "Kontant", AccountNumber: "1910" },
      { Code: "KORT", Description: "Kort och betaltjänster", AccountNumber: "1580" },
    ],
    termsofpayments: ["0", "10", "14", "15", "20", "30", "60"].map((days) => ({
      Code: days,
      Description: days === "0" ? "Kontant" : `${days} dagar`,
    })),
    wayofdeliveries: [delivery("P", "Post", "Mail"), delivery("HÄMT", "Hämtas", "Pick up")],
    termsofdeliveries: [
      delivery("FV", "Fritt vårt lager", "Free our warehouse"),
      delivery("FF", "Fritt fabrik", "Ex works"),
    ],
    units: [
      { Code: "st", Description: "Styck", CodeEnglish: "pcs" },
      { Code: "h", Description: "Timmar", CodeEnglish: "h" },
      { Code: "mån", Description: "Månader", CodeEnglish: "mo" },
      { Code: "kg", Description: "Kilogram", CodeEnglish: "kg" },
    ],
    currencies: [
      currency("SEK", "Svensk krona", "1", "1"),
      currency("EUR", "Euro", "11.25", "11.45"),
      currency("DKK", "Dansk krona", "1.508", "1.535"),
      currency("NOK", "Norsk krona", "0.965", "0.985"),
      currency("USD", "Amerikansk dollar", "10.4", "10.6"),
      currency("GBP", "Brittiskt pund", "13.1", "13.35"),
      currency("JPY", "Japansk yen", "6.8", "7.1", "100"),
      currency("KWD", "Kuwaitisk dinar", "33.9", "34.6"),
    ],
    pricelists: [
      { Code: "A", Description: "Prislista A", Comments: null, PreSelected: true },
      { Code: "B", Description: "Återförsäljare", Comments: null, PreSelected: false },
    ],
    costcenters: [
      { Code: "BUT", Description: "Butik", Note: null, Active: true },
      { Code: "WEBB", Description: "Webb", Note: null, Active: true },
      { Code: "OLD", Description: "Nedlagd", Note: null, Active: false },
    ],
    projects: [
      {
        ProjectNumber: "1",
        Description: "Abonnemang",
        Status: "ONGOING",
        StartDate: null,
        EndDate: null,
        ProjectLeader: null,
        ContactPerson: null,
        Comments: null,
      },
      {
        ProjectNumber: "2",
        Description: "Avslutat",
        Status: "COMPLETED",
        StartDate: null,
        EndDate: null,
        ProjectLeader: null,
        ContactPerson: null,
        Comments: null,
      },
    ],
    labels: [{ Id: 1, Description: "Webbutik" }],
    voucherseries: [
      series("A", "Redovisning", true),
      series("B", "Kundfakturor", false),
      series("C", "Kundbetalningar", false),
      series("M", "Momsrapport", false),
    ],
  };
}

/** Templates by the kind of document they print. */
export const printTemplates = {
  invoice: [
    { Template: "invoice_standard", Name: "Faktura" },
    { Template: "invoice_web", Name: "Faktura webb" },
  ],
  order: [{ Template: "order_standard", Name: "Order" }],
  offer: [{ Template: "offer_standard", Name: "Offert" }],
  cashinvoice: [{ Template: "cash_standard", Name: "Kontantfaktura" }],
} as const;

/** Series per kind of document. */
export const predefinedVoucherSeries = [
  { Name: "INVOICE", VoucherSeries: "B" },
  { Name: "CASHINVOICE", VoucherSeries: "B" },
  { Name: "INVOICEPAYMENT", VoucherSeries: "C" },
  { Name: "MANUAL", VoucherSeries: "A" },
] as const;
