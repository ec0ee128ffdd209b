import { plainKey, siblingKey } from "../../domain/document-key.ts";
import type { Plan } from "../../domain/plan.ts";
import type { Problem } from "../../domain/problem.ts";
import type { Work, Written } from "../work.ts";
import { isChanged } from "./changed.ts";
import { label } from "./document-name.ts";
import { storeFound } from "./perform.ts";

/**
 * Asks the ledger about the drafts that a plan changes or removes: somebody may have booked them there, or invoiced an
 * order. What is finished is noted, and the order is decided again with it. True when something was.
 */
export async function noticeFinished(work: Work, plan: Plan): Promise<boolean | Problem> {
  let isNews = false;
  for (const written of openDocuments(work, plan)) {
    const { operation, ref } = written;
    const { document } = operation;
    const found = await work.ledger.find({ step: "book", document, ref });
    if (!found.ok) return found.problem;
    if (found.value === null || found.value === "unfindable") continue;
    if (document.kind === "order") await noteInvoice(work, written, found.value.ref);
    else {
      const operation = { step: "book", document, ref } as const;
      await storeFound(work, { document: document.key, step: "book", operation }, found.value);
      work.note("book", `Somebody booked ${label(document)} ${found.value.ref.number} in the ledger.`);
    }
    isNews = true;
  }
  return isNews;
}

/** Documents in the ledger that are not booked as far as we know, and that the plan wants otherwise. */
function openDocuments(work: Work, plan: Plan): Written[] {
  const { effects } = work;
  const keys = effects
    .all()
    .filter((effect) => effect.step === "create" && !effects.isDone(effect.document, "book"))
    .filter((effect) => !effects.isClosed(effect.document))
    .map((effect) => effect.document);
  return keys.flatMap((key) => {
    const written = effects.written(key);
    const isInvoiced = plainKey(key) === "order" && effects.isDone(siblingKey(key, "invoice"), "create");
    if (written === null || isInvoiced) return [];
    const planned = plan.documents.find((one) => one.key === key);
    const isWanted =
      plan.removals.includes(key) ||
      (planned !== undefined && isChanged(written.operation.document, planned));
    return isWanted ? [written] : [];
  });
}

/** The invoice that somebody made of our order counts as made by us, with the order's rows. */
async function noteInvoice(work: Work, { operation, ref }: Written, invoice: Written["ref"]): Promise<void> {
  const { reference, customerNumber, articles, credits } = operation;
  const key = siblingKey(operation.document.key, "invoice");
  const document = { ...operation.document, key, kind: "invoice" } as const;
  const invoiced = {
    step: "invoice-order",
    document,
    reference,
    customerNumber,
    articles,
    credits,
    order: ref,
  } as const;
  await storeFound(work, { document: key, step: "create", operation: invoiced }, { ref: invoice });
  work.note(
    "invoice-order",
    `Somebody invoiced order ${ref.number} in the ledger: invoice ${invoice.number}.`,
  );
}
