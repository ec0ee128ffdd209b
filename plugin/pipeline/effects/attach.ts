import type { LedgerFiles, LedgerRef } from "../../connectors/connector.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import type { Problem } from "../../domain/problem.ts";
import type { Work } from "../work.ts";
import { label } from "./document-name.ts";
import { performBy, type StepResult } from "./perform.ts";
import { type SpecificationFile, specificationOf } from "./specification.ts";
import { waitsForFile } from "./waits-for-file.ts";

/**
 * Puts the rows of the order to the unbooked document as a file: uploaded, then attached, each an effect of its own.
 * A ledger that does not keep the file does not stop the order: the merchant is told and can download it from us.
 */
export async function attachSpecification(
  work: Work,
  document: PlannedDocument,
  ref: LedgerRef,
): Promise<Problem | null> {
  const { effects, ledger, settings } = work;
  const isMerged = document.specification !== null;
  const wish = settings.orders.attach_specification;
  if (document.kind === "order" || wish === "never" || (wish === "when_merged" && !isMerged)) return null;
  if (effects.isDone(document.key, "attach")) return null;
  const isLate = ledger.files?.attachesToBooked !== true && effects.isDone(document.key, "book");
  if (ledger.files === undefined || isLate) {
    if (isMerged) work.warnings.add("SPECIFICATION_NOT_ATTACHED");
    return null;
  }
  const attached = await attach(work, ledger.files, { document, ref, file: specificationOf(document) });
  if (attached.ok) {
    work.note("attach", `Attached the order's rows to ${label(document)} ${ref.number}.`);
    return null;
  }
  const { problem } = attached;
  if (problem.act === "retry" && waitsForFile(work)) return problem;
  work.warnings.add("SPECIFICATION_NOT_ATTACHED");
  work.note("attach", problem.message, problem.theirs === undefined ? undefined : { theirs: problem.theirs });
  return null;
}

interface Attachment {
  readonly document: PlannedDocument;
  readonly ref: LedgerRef;
  readonly file: SpecificationFile;
}

async function attach(work: Work, files: LedgerFiles, attachment: Attachment): Promise<StepResult> {
  const { document, ref, file } = attachment;
  const { key } = document;
  let place = work.effects.isDone(key, "upload") ? (work.effects.get(key, "upload")?.ref ?? null) : null;
  if (place === null) {
    const upload = { step: "upload", document, ref, name: file.name } as const;
    const uploaded = await performBy(work, key, "upload", upload, () => files.upload(upload, file.content));
    if (!uploaded.ok) return uploaded;
    place = uploaded.performed.ref;
  }
  const operation = { step: "attach", document, ref, file: place } as const;
  return await performBy(work, key, "attach", operation, () => files.attach(operation));
}
