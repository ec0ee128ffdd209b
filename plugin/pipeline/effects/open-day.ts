import { dayAfter } from "../../decision/dates.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import type { Problem } from "../../domain/problem.ts";
import { connectorOf } from "../context.ts";
import type { Work } from "../work.ts";

/**
 * The document on the first open day, with the day of its supply as a text, when a refusal to book it names the lock, the
 * merchant wishes that (R16) and the ledger lets unbooked documents be changed; else null.
 */
export function onOpenDay(work: Work, document: PlannedDocument, problem: Problem): PlannedDocument | null {
  if (problem.act === "retry" || problem.lockedUntil === undefined) return null;
  const { capabilities } = connectorOf(work.context, work.connection.system);
  const isWished =
    work.settings.orders.locked_period === "next_open_day" && capabilities.updatesDrafts === true;
  if (!isWished || document.date > problem.lockedUntil) return null;
  return { ...document, date: dayAfter(problem.lockedUntil), legalTexts: supplyTexts(document) };
}

const SUPPLY = "Date of supply:";

/** A document that was moved before names its first day already. */
function supplyTexts({ legalTexts, date }: PlannedDocument): readonly string[] {
  const isNamed = legalTexts.some((text) => text.startsWith(SUPPLY));
  return isNamed ? legalTexts : [...legalTexts, `${SUPPLY} ${date}.`];
}
