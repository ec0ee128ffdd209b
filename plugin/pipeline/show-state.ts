import type { Order } from "../domain/order.ts";
import type { Plan, PlannedDocument } from "../domain/plan.ts";
import type { Problem } from "../domain/problem.ts";
import type { Shop } from "../platforms/platform.ts";
import type { TransferResult } from "../store/transfers/transfer-leases.ts";
import type { TransferKey } from "../store/transfers/transfers.ts";
import type { Context } from "./context.ts";
import { label } from "./effects/document-name.ts";
import { fingerprint } from "./parties/fingerprint.ts";
import type { EffectBook } from "./work.ts";

/** How an order stands, for showing it. */
export interface Standing {
  readonly key: TransferKey;
  readonly order: Order;
  /** The shop's, ISO 3166 alpha-2. */
  readonly country: string;
  /** Our page in the platform's admin. */
  readonly adminUrl: string | null;
  readonly plan: Plan | null;
  readonly effects: EffectBook | null;
  readonly result: TransferResult;
}

export interface Shown {
  /** Fingerprint of what the platform shows now. */
  readonly shown: string | null;
  /** Why the platform did not take it. */
  readonly problem: Problem | null;
}

/**
 * Shows on the order in the platform how it stands in the books. Only when it changed, so that the update this raises
 * finds nothing to do and the two never chase each other. A platform that refuses does not stop anything.
 */
export async function showState(
  context: Context,
  shop: Shop,
  standing: Standing,
  shownBefore: string | null,
): Promise<Shown> {
  const { key, order, result } = standing;
  const unchanged = { shown: shownBefore, problem: null };
  // What is another connection's to take is that one's to show: the order bears one state.
  if (result.code === "NOT_TAKEN") return unchanged;
  // A retry that will heal by itself is no news for the shop's staff, unless nothing was ever shown.
  if (!shop.canShowState || (result.code === "RETRYING" && shownBefore !== null)) return unchanged;
  const english = stateText(standing);
  // By the English words: a language that is new or better is no reason to write every order of the shop again.
  const shown = fingerprint(`${result.state}\n${english}`);
  if (shown === shownBefore) return unchanged;
  const url = stateUrl(standing) ?? `${context.publicUrl}/embedded/orders/${encodeURIComponent(order.id)}`;
  const text = said(context, standing, english);
  const tags = order.tags ?? [];
  const written = await shop.showState(order.id, { state: result.state, text, url, tags });
  if (written.ok) return { shown, problem: null };
  context.ports.log.info("the platform did not take the accounting state", {
    ...key,
    message: written.problem.message,
    theirs: written.problem.theirs,
  });
  return { shown: shownBefore, problem: written.problem };
}

/** "Booked: invoice 10233, credit note 10240", else the sentence of the state. */
function stateText({ plan, effects, result }: Standing): string {
  if (result.state !== "booked") return result.message ?? "";
  const names = (plan?.documents ?? []).flatMap((document) => {
    const ref = effects?.ref(document.key) ?? null;
    return ref === null ? [] : [`${label(document)} ${ref.number}`];
  });
  const areDrafts = plan?.documents.every((document) => isDraft(document, effects)) === true;
  return `${areDrafts ? "Drafted" : "Booked"}: ${names.join(", ")}`;
}

/** A draft that a person booked in the ledger is one no more. */
const isDraft = (document: PlannedDocument, effects: EffectBook | null): boolean =>
  document.booking === "draft" && effects?.isDone(document.key, "book") !== true;

/** In the language of the shop's country. What the phrase book knows as a sentence ends like one. */
function said({ sayIn }: Context, { country, result }: Standing, english: string): string {
  if (result.state !== "booked") return sayIn(country, english);
  return sayIn(country, `${english}.`).replace(/\.$/, "");
}

/** The first document's page in the ledger, else our place in the platform's admin, where a person is signed in. */
function stateUrl({ plan, effects, adminUrl }: Standing): string | null {
  const first = plan?.documents[0];
  const ref = first === undefined ? null : (effects?.ref(first.key) ?? null);
  return ref?.url ?? adminUrl;
}
