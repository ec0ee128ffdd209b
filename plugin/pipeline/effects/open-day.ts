import { dayAfter, periodLocked } from "../../decision/dates.ts";
import { isSupplied, wordsFor } from "../../decision/words.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import type { FixProblem, Problem } from "../../domain/problem.ts";
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
  return movedAfter(document, problem.lockedUntil);
}

/** The document on the day after, naming the day of its supply; one that was moved before names its first day already. */
export function movedAfter(document: PlannedDocument, day: string): PlannedDocument {
  const { date, legalTexts } = document;
  const texts = legalTexts.some(isSupplied) ? legalTexts : [...legalTexts, wordsFor(document).supplied(date)];
  return { ...document, date: dayAfter(day), legalTexts: texts };
}

/** A draft of a month that a person of the shop has closed since: the ledger would book it, so we do not ask it to. */
export function inClosedMonth(work: Work, { date }: PlannedDocument): FixProblem | null {
  const { facts } = work.connection;
  const closedHere = facts?.closedHere;
  if (facts === null || closedHere === undefined || date > closedHere) return null;
  const { name } = connectorOf(work.context, work.connection.system);
  return { ...periodLocked(date, facts, name).problem, lockedUntil: closedHere };
}
