import { fix } from "../../domain/problem.ts";
import type { LedgerFiles, LedgerResult } from "../connector.ts";
import { anything, attachments, uploadedFile } from "./answers.ts";
import type { Client, Reply } from "./client.ts";

/** The folder of files for customer invoices. */
const UPLOAD = "/3/inbox?path=Inbox_kf";
const ATTACHMENTS = "/api/fileattachments/attachments-v1";
/** Entity type of a customer invoice. */
const INVOICE = "F";

/** Files with invoices, by two services of Fortnox; they need the scopes inbox, archive and connectfile. */
export function ledgerFiles(client: Client): LedgerFiles {
  return {
    async upload(operation, content) {
      const file = { name: operation.name, type: "text/csv", text: content };
      const about = { subject: `the file ${operation.name}`, file: true };
      const reply = needingRights(await client.upload(UPLOAD, file, uploadedFile, about));
      if (!reply.ok) return reply;
      const { ArchiveFileId, Id } = reply.value;
      return { ok: true, value: { ref: { id: ArchiveFileId, number: Id, url: null } } };
    },

    async attach({ ref, file }) {
      const attachment = {
        entityId: Number(ref.id),
        entityType: INVOICE,
        fileId: file.id,
        includeOnSend: true,
      };
      const about = { subject: `the file of invoice ${ref.number}`, file: true };
      const reply = needingRights(await client.write("POST", ATTACHMENTS, [attachment], anything, about));
      return reply.ok ? { ok: true, value: { ref } } : reply;
    },

    async isAttached({ ref, file }) {
      const path = `${ATTACHMENTS}?entityid=${encodeURIComponent(ref.id)}&entitytype=${INVOICE}`;
      const reply = needingRights(await client.read(path, attachments, `the files of invoice ${ref.number}`));
      if (!reply.ok) return reply;
      return { ok: true, value: reply.value.some((attachment) => attachment.fileId === file.id) };
    },
  };
}

/** A consent without these scopes is good for everything else: it is not called lost. */
function needingRights<T>(reply: Reply<T>): LedgerResult<T> {
  if (reply.ok || reply.problem.act === "retry" || reply.problem.code !== "NOT_CONNECTED") return reply;
  const message =
    "Fortnox gives this connection no right to files. It needs the scopes inbox, archive and connectfile and a new consent.";
  const { theirs } = reply.problem;
  return { ok: false, problem: fix("LEDGER_REJECTED", message, { place: "connection" }, theirs) };
}
