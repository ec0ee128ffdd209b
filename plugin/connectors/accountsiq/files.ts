import { z } from "zod";
import type { LedgerFiles, LedgerRef, LedgerResult } from "../connector.ts";
import { illAnswer } from "../shared/retry-problem.ts";
import { documentHeader, listOf } from "./answers.ts";
import { type Client, nothing } from "./client.ts";
import { LEDGER_NAME } from "./options.ts";
import { transactionIdOf } from "./transactions.ts";

const MASTER = "Transaction";

/** Files with posted documents. There is one call for it: what was uploaded is attached. */
export function ledgerFiles(client: Client): LedgerFiles {
  return {
    attachesToBooked: true,

    async upload({ document, ref, name }, content) {
      const subject = `the file ${name}`;
      const id = await transactionIdOf(client, ref, document, subject);
      if (!id.ok) return id;
      const inside = {
        document: {
          Header: { MasterType: MASTER, MasterID: id.value, Filename: name, DocumentID: null },
          Content: { Content: Buffer.from(content, "utf8").toString("base64"), Comments: undefined },
        },
      };
      const reply = await client.call("AttachDocument", inside, nothing, { subject, write: true });
      // Names are unique there: one that is taken is ours from an earlier attempt.
      const isThere = !reply.ok && reply.refusal?.code === "DOCUMENT_CANNOT_BE_SAVED_NAME_NOT_UNIQUE";
      if (!reply.ok && !isThere) return reply;
      return { ok: true, value: { ref: { id: name, number: name, url: null } } };
    },

    attach: async ({ ref }) => ({ ok: true, value: { ref } }),

    async isAttached({ document, ref, file }) {
      const subject = `the files of ${ref.number}`;
      const id = await transactionIdOf(client, ref, document, subject);
      if (!id.ok) return id;
      const inside = { masterType: MASTER, masterID: id.value };
      const schema = listOf("WSDocumentHeader", documentHeader);
      const reply = await client.call("GetAttachedDocumentList", inside, schema, { subject });
      return reply.ok ? { ok: true, value: reply.value.some((one) => one.Filename === file.id) } : reply;
    },
  };
}

/** The posted document as AccountsIQ prints it (U8: batch invoices too). */
export async function pdfOf(client: Client, ref: LedgerRef): Promise<LedgerResult<Uint8Array>> {
  const subject = `the PDF of ${ref.number}`;
  const id = await transactionIdOf(client, ref, { kind: "invoice" }, subject);
  if (!id.ok) return id;
  const inside = { transactionID: id.value };
  const reply = await client.call("GetInvoicePDFByTransactionID", inside, z.string(), { subject });
  if (!reply.ok) return reply;
  const bytes = Buffer.from(reply.value, "base64");
  if (bytes.subarray(0, 5).toString("latin1") === "%PDF-") return { ok: true, value: bytes };
  return { ok: false, problem: illAnswer(LEDGER_NAME, "the PDF is none", false) };
}
