/** Where live sites are known to answer otherwise than the vendor's document says, so that the stand-in does too. */
export const known: readonly { readonly where: RegExp; readonly why: string }[] = [
  {
    where: /\.plan_price\.list_price\.[A-Z]{3} is not described$/,
    why: "prices are listed by currency; the document shows one of them, USD",
  },
  {
    where: /\.accounting_resource_id is not described$/,
    why: "seen live where the site's own accounting link is on: the id in the other ledger",
  },
  {
    where: /^(GET|POST) \/transactions.*\.date is string "\d{4}-\d\d-\d\d", not date-time$/,
    why: "links describe a time, the model of a transaction a day: lists and records are taken by the model",
  },
  {
    where: /(customer\.id|customer_id|\/customers.*\.id) is string ".*, not uuid$/,
    why: "customers may bear ids of another system; the document's own example shows one",
  },
  {
    where: /^GET \/transactions\/\{transaction\}:\.data\.attributes\.invoices is not described$/,
    why: "seen live: the invoices a payment covers, in the read of one transaction alone",
  },
];
