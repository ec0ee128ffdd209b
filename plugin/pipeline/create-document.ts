import type { LedgerRef, LedgerTotals, Operation } from "../connectors/connector.ts";
import type { PlannedDocument } from "../domain/plan.ts";
import type { Problem } from "../domain/problem.ts";
import { capital, label } from "./document-name.ts";
import { forgetParties, type Parties, resolveParties } from "./parties.ts";
import { performStep } from "./perform.ts";
import { compareTotals, withRounding } from "./read-back.ts";
import { documentReference } from "./reference.ts";
import type { Work } from "./work.ts";

export type Created = { readonly ref: LedgerRef } | { readonly problem: Problem };

/** The document in the ledger with the right total: made now, or by an earlier run. */
export async function createOnce(work: Work, document: PlannedDocument): Promise<Created> {
  const known = work.effects.get(document.key, "create");
  const isBooked = work.effects.isDone(document.key, "book");
  if (known?.state === "done" && known.ref !== null) {
    if (isBooked || known.operation?.step !== "create") return { ref: known.ref };
    const adjusted = work.effects.get(document.key, "adjust");
    return await verify(work, known.operation, known.ref, adjusted?.totals ?? known.totals);
  }
  const made = await create(work, document);
  if ("problem" in made) return made;
  work.note("create", `Made ${label(document)} ${made.ref.number} in the ledger.`);
  return await verify(work, made.operation, made.ref, made.totals);
}

type CreateOperation = Extract<Operation, { step: "create" }>;

async function create(
  work: Work,
  document: PlannedDocument,
): Promise<
  { operation: CreateOperation; ref: LedgerRef; totals: LedgerTotals | null } | { problem: Problem }
> {
  // The ledger may have lost a customer or article we know: each is matched or made anew once.
  const lostBefore = new Set<"customer" | "article">();
  let planned = document;
  for (;;) {
    const parties = await resolveParties(work, planned);
    if (!parties.ok) return { problem: parties.problem };
    const operation = createOperation(work, planned, parties.value);
    const result = await performStep(work, document.key, "create", operation);
    if (result.ok) {
      return { operation, ref: result.performed.ref, totals: result.performed.totals ?? null };
    }
    const lost = lostParty(result.problem);
    if (lost === null || !canDoWithout(work, planned, lost, lostBefore)) return { problem: result.problem };
    if (lostBefore.has(lost)) planned = asTextRows(work, planned);
    else await forgetParties(work, planned, lost, parties.value);
    lostBefore.add(lost);
  }
}

/** Whether another attempt may succeed: a new card for the customer once; articles at last are left out altogether. */
function canDoWithout(
  work: Work,
  document: PlannedDocument,
  lost: "customer" | "article",
  lostBefore: ReadonlySet<string>,
): boolean {
  if (lost === "customer") return document.customer.fixedNumber === null && !lostBefore.has(lost);
  const { mode, missing } = work.settings.products;
  if (lostBefore.has(lost) && mode === "existing_only" && missing === "hold") return false;
  return document.rows.some((row) => row.article !== null);
}

/** Products never stop an invoice: what they are called and cost stands on the rows in any case. */
function asTextRows(work: Work, document: PlannedDocument): PlannedDocument {
  work.warnings.add("ARTICLE_NOT_USED");
  work.note("article", "The ledger does not take the articles of this document, so its rows go as text.");
  return { ...document, rows: document.rows.map((row) => ({ ...row, article: null })) };
}

function lostParty(problem: Problem): "customer" | "article" | null {
  if (problem.act === "retry") return null;
  if (problem.code === "CUSTOMER_NOT_FOUND") return "customer";
  return problem.code === "PRODUCT_NOT_FOUND" ? "article" : null;
}

function createOperation(work: Work, document: PlannedDocument, parties: Parties): CreateOperation {
  return {
    step: "create",
    document,
    reference: documentReference(work, work.key.orderId, document.key),
    customerNumber: parties.customerNumber,
    articles: parties.articles,
    credits: document.credits === null ? null : work.effects.ref(document.credits),
  };
}

/**
 * Compares what the ledger made of the document with the charge before anything is booked (R1, R3).
 * Cents within the tolerance become a rounding row; more leaves the document unbooked and holds the order.
 */
async function verify(
  work: Work,
  operation: CreateOperation,
  ref: LedgerRef,
  totals: LedgerTotals | null,
): Promise<Created> {
  if (totals === null) return { ref };
  const compared = compareTotals(operation.document, totals, work.settings);
  if (compared.kind === "equal") return { ref };
  if (compared.kind === "round" && !work.effects.isDone(operation.document.key, "adjust")) {
    const document = withRounding(operation.document, compared.difference, work);
    const adjust: Operation = { ...operation, step: "adjust", document, ref };
    const result = await performStep(work, document.key, "adjust", adjust);
    if (!result.ok) return { problem: result.problem };
    work.note(
      "adjust",
      `Added ${compared.difference} ${document.currency} of rounding to meet the shop's total.`,
    );
    return await verify(work, operation, ref, result.performed.totals ?? null);
  }
  const { currency } = operation.document;
  const message =
    compared.kind === "differs"
      ? compared.message
      : `The ledger's total differs from the shop's by ${compared.difference} ${currency} also with a rounding row.`;
  return {
    problem: {
      act: "fix",
      code: "LEDGER_TOTAL_DIFFERS",
      message: `${message} ${capital(label(operation.document))} ${ref.number} is left unbooked.`,
      fix: { place: "ledger", ...(ref.url === null ? {} : { url: ref.url }) },
    },
  };
}
