import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Company } from "./company.ts";
import { refused, unlisted } from "./errors.ts";
import type { FileRecord } from "./records.ts";
import { type Call, created, json, type Reply, type Route, urlOf } from "./routes.ts";

export const inboxRoutes: readonly Route[] = [
  { method: "POST", path: "/inbox", scope: "inbox", isForm: true, handle: upload },
];

const folders = new Set(["Inbox_v", "Inbox_kf", "Inbox_o", "Inbox_s", "Inbox_l", "Inbox_d"]);

/** Puts one file into a folder of the inbox; the archive keeps it under an id of its own. */
function upload(call: Call): Reply {
  const folder = call.query.get("path") ?? "";
  if (!folders.has(folder)) throw unlisted(`Kunde inte hitta katalogen (${folder})`);
  const form = z.object({ name: z.string().min(1), content: z.string() }).safeParse(call.body);
  if (!form.success) throw unlisted("Ingen fil bifogades");
  const file: FileRecord = {
    Id: randomUUID(),
    ArchiveFileId: randomUUID(),
    Name: form.data.name,
    Path: folder,
    content: form.data.content,
  };
  call.company.files ??= new Map();
  call.company.files.set(file.ArchiveFileId, file);
  const { content, ...shown } = file;
  const about = { Size: Buffer.byteLength(content), Comments: "" };
  return created("File", { "@url": urlOf(call, "inbox", file.Id), ...shown, ...about });
}

/** The one file of a `multipart/form-data` body, in its field `file`; undefined when there is none. */
export function formFile(contentType: string, text: string): { name: string; content: string } | undefined {
  const boundary = /^multipart\/form-data;\s*boundary="?([^";]+)"?$/i.exec(contentType)?.[1];
  if (boundary === undefined) throw refused("contentType");
  for (const part of text.split(`--${boundary}`)) {
    const [head = "", ...rest] = part.split("\r\n\r\n");
    const name = /name="file";\s*filename="([^"]+)"/i.exec(head)?.[1];
    if (name !== undefined) return { name, content: rest.join("\r\n\r\n").replace(/\r\n$/, "") };
  }
  return undefined;
}

const attachment = z.strictObject({
  entityId: z.int().positive(),
  entityType: z.enum(["OF", "O", "F", "C"]),
  fileId: z.string().min(1),
  includeOnSend: z.boolean().default(false),
});

const types = /\.(pdf|png|jpe?g|gif|tiff?|txt|csv|docx?|xlsx?)$/i;
const largest = 5_000_000;
const mostPerDocument = 10;

/** The service of attachments: its own address, its own form of errors, in words instead of numbers. */
export function answerAttachments(
  company: Company,
  request: { method: string; query: URLSearchParams; text: string },
): Reply {
  if (request.method === "GET") return listAttachments(company, request.query);
  if (request.method !== "POST") return refusal(405, "method_not_allowed");
  const read = z.array(attachment).min(1).safeParse(parsed(request.text));
  if (!read.success) return refusal(400, "no_attachment_provided");
  const files = company.files ?? new Map<string, FileRecord>();
  company.attachments ??= [];
  for (const wanted of read.data) {
    const file = files.get(wanted.fileId);
    const isThere = wanted.entityType === "F" && company.invoices.has(String(wanted.entityId));
    if (file === undefined || !isThere) return refusal(404, "not_found");
    if (!types.test(file.Name)) return refusal(400, "wrong_file_type");
    if (Buffer.byteLength(file.content) > largest) return refusal(400, "file_too_big");
    const others = company.attachments.filter((one) => one.entityId === wanted.entityId);
    if (others.length >= mostPerDocument) return refusal(400, "max_total_attachments_exceeded");
  }
  const made = read.data.map((one) => ({ ...one, id: randomUUID() }));
  company.attachments.push(...made);
  return json(201, made);
}

function listAttachments(company: Company, query: URLSearchParams): Reply {
  const ids = query.getAll("entityid").map(Number);
  const type = query.get("entitytype");
  if (ids.length === 0 || type === null) return refusal(400, "invalid_parameter");
  const all = company.attachments ?? [];
  return json(
    200,
    all.filter((one) => ids.includes(one.entityId) && one.entityType === type),
  );
}

export function refusal(status: number, error: string): Reply {
  return json(status, { id: randomUUID(), error, message: error.replaceAll("_", " ") });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
