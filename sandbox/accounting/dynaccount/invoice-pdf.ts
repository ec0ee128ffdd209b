import { type Company, cell, rowWith } from "./company.ts";
import { refused } from "./errors.ts";

/** D7: `document/debtor_invoice/{invoice number}/` gives the bytes of a PDF: one page with number and total. */
export function invoicePdf(company: Company, name: string, number: string): Buffer {
  if (name !== "debtor_invoice") throw refused(name, "unknownCall");
  const invoice = rowWith(company, "debtor_invoice", "invoice_id_", number);
  if (invoice === undefined || number === "") throw refused("invoice_id_", "unknownName");
  const line = `Faktura ${number}  ${cell(invoice, "total_amount")} ${cell(invoice, "currency_name")}`;
  const content = `BT /F1 14 Tf 60 760 Td (${line}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return String(offset).padStart(10, "0");
  });
  const table = ["0000000000 65535 f ", ...offsets.map((offset) => `${offset} 00000 n `)].join("\n");
  const end = `xref\n0 6\n${table}\ntrailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + end, "latin1");
}
