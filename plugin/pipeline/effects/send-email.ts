import type { LedgerRef } from "../../connectors/connector.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import type { Problem } from "../../domain/problem.ts";
import { connectorOf } from "../context.ts";
import type { Work } from "../work.ts";
import { label } from "./document-name.ts";
import { sendOwnMail } from "./own-mail.ts";
import { performBy } from "./perform.ts";

/**
 * Has the booked document sent by the ledger or by our own mail server, at most once (design section 5).
 * The order is in the books whatever becomes of the e-mail: what cannot be sent is a remark, a server that is away is
 * tried again later.
 */
export async function sendEmail(
  work: Work,
  document: PlannedDocument,
  ref: LedgerRef,
): Promise<Problem | null> {
  const { capabilities, name } = connectorOf(work.context, work.connection.system);
  const { email } = document;
  if (email === null || work.connection.isPractice || work.effects.isDone(document.key, "email")) return null;
  const isOwn = email.from === "own_server";
  if (!isOwn && !capabilities.canEmail) return null;
  const operation = { step: "email", document, ref, email } as const;
  const sent = await performBy(work, document.key, "email", operation, () =>
    isOwn ? sendOwnMail(work, document, ref, email) : work.ledger.perform(operation),
  );
  if (sent.ok) {
    if (sent.performed.warning !== undefined) return null;
    const sender = isOwn ? "Our mail server" : name;
    work.note("email", `${sender} sent ${label(document)} ${ref.number} to ${email.to}.`);
    return null;
  }
  const { problem } = sent;
  if (problem.act === "retry") {
    work.postponed.push(problem);
    return null;
  }
  if (problem.code === "NOT_CONNECTED") return problem;
  work.warnings.add("EMAIL_NOT_SENT");
  work.note("email", problem.message, problem.theirs === undefined ? undefined : { theirs: problem.theirs });
  return null;
}
