import type { LedgerRef, LedgerResult, Performed } from "../../connectors/connector.ts";
import { wordsFor } from "../../decision/words.ts";
import { type PlannedDocument, type PlannedEmail, placeholders } from "../../domain/plan.ts";
import { fix } from "../../domain/problem.ts";
import type { Mail } from "../../ports.ts";
import type { Work } from "../work.ts";

/** Sends a document over the host's own mail server, once. What the server refuses for good is done with too, and stays a remark. */
export async function sendOwnMail(
  work: Work,
  document: PlannedDocument,
  ref: LedgerRef,
  email: PlannedEmail,
): Promise<LedgerResult<Performed>> {
  const { mailer } = work.context.ports;
  const settings = { place: "settings", field: "email.from" } as const;
  if (mailer === null) {
    const message = "This app has no mail server to send from.";
    return { ok: false, problem: fix("LEDGER_REJECTED", message, settings) };
  }
  const attachments = await attachmentsOf(work, document, ref, email);
  if (!attachments.ok) return attachments;
  work.checkLease();
  const sent = await mailer.send({ ...textsOf(work, ref, email), attachments: attachments.value });
  switch (sent.outcome) {
    case "sent":
      return { ok: true, value: { ref } };
    case "refused":
      work.note("email", `The mail server does not send to ${email.to}.`, { theirs: sent.reason });
      return { ok: true, value: { ref, warning: "EMAIL_NOT_SENT" } };
    case "failed": {
      const message = "The mail server did not take an e-mail. It is tried again by itself.";
      return {
        ok: false,
        problem: { act: "retry", message, inDoubt: sent.sent, theirs: sent.reason },
      };
    }
  }
}

function textsOf(work: Work, ref: LedgerRef, email: PlannedEmail): Omit<Mail, "attachments"> {
  const filled = (text: string | null) => (text ?? "").replaceAll(placeholders.number, () => ref.number);
  const subject = filled(email.subject).replace(/\s+/g, " ");
  const text = filled(email.body);
  const shop = work.installation.tenantName;
  return {
    fromName: shop,
    to: email.to,
    subject,
    text,
    html: work.context.mailLayout({ shop, subject, text }),
  };
}

/** The document as the ledger prints it. A ledger that prints nothing sends no attachment. */
async function attachmentsOf(
  { ledger }: Work,
  document: PlannedDocument,
  ref: LedgerRef,
  email: PlannedEmail,
): Promise<LedgerResult<Mail["attachments"]>> {
  if (email.attachPdf !== true || ledger.pdf === undefined) return { ok: true, value: [] };
  const pdf = await ledger.pdf(ref);
  if (!pdf.ok) return pdf;
  const name = `${wordsFor(document).documents[document.kind]} ${ref.number.replace(/[^\w-]/g, "-")}.pdf`;
  return { ok: true, value: [{ name, type: "application/pdf", content: pdf.value }] };
}
