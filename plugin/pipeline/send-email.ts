import type { LedgerRef } from "../connectors/connector.ts";
import type { PlannedDocument } from "../domain/plan.ts";
import type { Problem } from "../domain/problem.ts";
import { connectorOf } from "./context.ts";
import { label } from "./document-name.ts";
import { performStep } from "./perform.ts";
import type { Work } from "./work.ts";

/** Has the ledger send the booked document, at most once (design section 5). */
export async function sendEmail(
  work: Work,
  document: PlannedDocument,
  ref: LedgerRef,
): Promise<Problem | null> {
  const { capabilities } = connectorOf(work.context, work.connection.system);
  if (document.email === null || !capabilities.canEmail) return null;
  if (work.effects.isDone(document.key, "email")) return null;
  const sent = await performStep(work, document.key, "email", {
    step: "email",
    document,
    ref,
    email: document.email,
  });
  if (sent.ok) {
    work.note("email", `The ledger sent ${label(document)} ${ref.number} to ${document.email.to}.`);
    return null;
  }
  return sent.problem;
}
