import { type Entity, takeId } from "./entity.ts";
import type { Given } from "./given.ts";
import { simplePdf } from "./pdf.ts";
import { checkCode, Refused } from "./refused.ts";
import { transactionOf } from "./transactions.ts";
import type { Out } from "./xml.ts";

const MASTERS = new Set(["Transaction", "Customer", "SalesInvoice", "StockItem", "GLJournal"]);

/** Puts a file to a record; names are unique there. Which endings are taken is not published beyond these. */
export function attach(entity: Entity, document: Given | null): void {
  const header = document?.record("Header");
  const content = document?.record("Content")?.text("Content") ?? "";
  const name = header?.text("Filename") ?? "";
  const masterType = header?.text("MasterType") ?? "";
  const masterId = header?.text("MasterID") ?? "";
  if (!MASTERS.has(masterType)) throw new Refused("BAD_REQUEST", "No such kind of record.");
  if (masterType === "Transaction") transactionOf(entity, Number(masterId));
  if (!/\.(csv|xls|xlsx|pdf)$/i.test(name)) throw new Refused("INVALID_DOCUMENT_EXTENSION");
  if (name.length > 100) throw new Refused("DOCUMENT_NAME_IS_TOO_LONG");
  if (content === "") throw new Refused("DOCUMENT_CONTENT_IS_NULL_OR_EMPTY");
  const isTaken = entity.documents.some(
    (one) => one.masterType === masterType && one.masterId === masterId && one.name === name,
  );
  if (isTaken) throw new Refused("DOCUMENT_CANNOT_BE_SAVED_NAME_NOT_UNIQUE");
  entity.documents.push({
    id: takeId(entity),
    masterType,
    masterId,
    name,
    content: Buffer.from(content, "base64").toString("utf8"),
    comments: document?.record("Content")?.text("Comments") ?? "",
  });
}

export function attachedTo(entity: Entity, masterType: string | null, masterId: string | null): Out {
  return {
    WSDocumentHeader: entity.documents
      .filter((one) => one.masterType === masterType && one.masterId === masterId)
      .map((one) => ({
        MasterType: one.masterType,
        MasterID: one.masterId,
        Filename: one.name,
        DocumentID: one.id,
      })),
  };
}

/** The posted invoice or credit note on a page, as base64. */
export function pdfOf(entity: Entity, id: number | null): string {
  const one = transactionOf(entity, id);
  if (one.type !== "SI" && one.type !== "SN") throw new Refused("INVOICE_ID_DOES_NOT_EXIST");
  const rows = one.lines.filter((line) => line.kind !== "control");
  return simplePdf([
    entity.name,
    `${one.type === "SI" ? "Invoice" : "Credit note"} ${one.internalNumber}   ${one.date}`,
    ...rows.map((line) => `${line.description || line.account}   ${line.amount}`),
    `Total ${one.amount} ${one.currency}`,
  ]).toString("base64");
}

export function sendEmail(entity: Entity, email: Given | null): void {
  const to = email?.text("To") ?? "";
  const from = email?.text("From") ?? "";
  if (email === null || !to.includes("@") || !from.includes("@")) throw new Refused("BAD_REQUEST");
  entity.emails.push({
    from,
    to,
    subject: email.text("Subject") ?? "",
    body: email.text("Body") ?? "",
    attachments: email.records("Attachments").map((one) => one.text("Name") ?? ""),
  });
}

export function createDepartment(entity: Entity, given: Given): void {
  const id = checkCode(given.text("id"), "DEPARTMENT_ID");
  if (entity.departments.has(id)) throw new Refused("DEPARTMENT_ID_ALREADY_IN_USE");
  const codes = [1, 2, 3, 4, 5, 6].map((number) => given.text(`analysisCode${number}`) ?? "");
  entity.departments.set(id, { id, description: given.text("description") ?? "", codes, isActive: true });
}
