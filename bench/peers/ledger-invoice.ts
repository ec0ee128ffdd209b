import { z } from "zod";

/** What the instant ledger looks at in an invoice it is sent. */
export const sentInvoice = z.object({
  Invoice: z.object({
    CustomerNumber: z.string(),
    Currency: z.string(),
    VATIncluded: z.boolean(),
    ExternalInvoiceReference1: z.string(),
    InvoiceRows: z.array(
      z.looseObject({
        DeliveredQuantity: z.coerce.number().int(),
        Price: z.number().default(0),
        VAT: z.number().default(0),
      }),
    ),
  }),
});

/** The invoice as the ledger would answer, with totals computed in whole öre, VAT rounded once per rate. */
export function bookedForm(sent: z.infer<typeof sentInvoice>, number: number) {
  const { Currency, VATIncluded, ExternalInvoiceReference1, InvoiceRows } = sent.Invoice;
  let rowTotal = 0;
  let vat = 0;
  for (const [rate, rows] of Map.groupBy(InvoiceRows, (row) => row.VAT)) {
    const sum = rows.reduce((total, row) => total + Math.round(row.Price * 100) * row.DeliveredQuantity, 0);
    rowTotal += sum;
    vat += Math.round((sum * rate) / (VATIncluded ? 100 + rate : 100));
  }
  const total = VATIncluded ? rowTotal : rowTotal + vat;
  return {
    DocumentNumber: String(number),
    AccountingMethod: "ACCRUAL",
    Booked: false,
    Cancelled: false,
    Credit: "false",
    Sent: false,
    Currency,
    CurrencyRate: 1,
    CurrencyUnit: 1,
    ExternalInvoiceReference1,
    InvoiceRows,
    RoundOff: 0,
    Total: total / 100,
    TotalVAT: vat / 100,
  };
}
