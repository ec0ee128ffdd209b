import type { Undone } from "../../decision/input.ts";
import { siblingKey } from "../../domain/document-key.ts";
import type { PlannedJournal } from "../../domain/journal.ts";
import { add, formatMoney, parseMoney, subtract } from "../../domain/money.ts";
import type { Order } from "../../domain/order.ts";
import type { Plan, PlannedDocument } from "../../domain/plan.ts";
import type { Problem } from "../../domain/problem.ts";
import type { PlannedPurchase } from "../../domain/purchase.ts";
import type { Lane } from "../../ports.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { readEffects } from "../../store/effects/effects.ts";
import { readInstallation } from "../../store/installations.ts";
import { readTransfer, type TransferKey } from "../../store/transfers/transfers.ts";
import { currentSettings, ledgerFacts, openLedger } from "../books.ts";
import type { Context } from "../context.ts";
import { decidingOf } from "../decision-input.ts";
import { effectBook } from "../effects/existing.ts";
import { type SpecificationFile, specificationOf } from "../effects/specification.ts";
import { openShop } from "../shop.ts";
import type { EffectBook, Written } from "../work.ts";

/** The rows behind one document in the ledger, by its id there; null = the first. Null when there is none. */
export async function specificationFor(
  context: Context,
  key: TransferKey,
  externalId: string | null,
): Promise<SpecificationFile | null> {
  const effects = effectBook(await readEffects(context.store, key));
  for (const { document, step } of effects.all()) {
    const written = step === "create" ? effects.written(document) : null;
    if (written === null) continue;
    if (externalId === null || externalId === written.ref.id) {
      return specificationOf(written.operation.document);
    }
  }
  return null;
}

/** A document of an order as it is in the ledger, for reports. Amounts are positive magnitudes in `currency`. */
export interface ReportedDocument {
  readonly key: string;
  readonly kind: PlannedDocument["kind"];
  readonly externalId: string;
  readonly number: string;
  readonly url: string | null;
  readonly status: "draft" | "booked";
  readonly date: string;
  readonly currency: string;
  readonly net: string;
  readonly vat: string;
  readonly gross: string;
  readonly rounding: string;
  /** Its rows were merged: all of them are in its specification. */
  readonly isMerged: boolean;
}

export interface ReportedPayment {
  /** The platform's transaction id. */
  readonly id: string;
  readonly externalId: string;
  readonly document: string;
  readonly amount: string;
  readonly currency: string;
  readonly method: string;
  readonly date: string;
  readonly direction: "in" | "out";
  /** It takes back what was registered; no money moved. */
  readonly undoes: boolean;
}

export interface Reported {
  readonly documents: readonly ReportedDocument[];
  readonly payments: readonly ReportedPayment[];
  readonly journals: readonly ReportedJournal[];
  readonly purchases: readonly ReportedPurchase[];
  /** A person changed something in the ledger that somebody of the shop can accept. */
  readonly isToAccept: boolean;
}

/** A voucher in the ledger. */
export interface ReportedJournal {
  readonly externalId: string;
  readonly number: string;
  readonly journal: PlannedJournal;
}

/** A supplier's invoice or credit note in the ledger. */
export interface ReportedPurchase {
  readonly externalId: string;
  readonly number: string;
  readonly purchase: PlannedPurchase;
}

/** What of an order is in the ledger: read from the effects, which are what was really sent. */
export async function documentsOf(context: Context, key: TransferKey): Promise<Reported> {
  return report(effectBook(await readEffects(context.store, key)));
}

function report(effects: EffectBook): Reported {
  const documents: ReportedDocument[] = [];
  const payments: ReportedPayment[] = [];
  const journals: ReportedJournal[] = [];
  const purchases: ReportedPurchase[] = [];
  for (const effect of effects.all()) {
    const { operation, ref } = effect;
    if (effect.state !== "done" || operation === null || ref === null) continue;
    const written = effect.step === "create" ? effects.written(effect.document) : null;
    if (written !== null) {
      const { document } = written.operation;
      const place = effects.ref(effect.document) ?? ref;
      documents.push({
        key: document.key,
        kind: document.kind,
        externalId: place.id,
        number: place.number,
        url: place.url,
        status: isFinished(effects, document) ? "booked" : "draft",
        date: document.date,
        currency: document.currency,
        ...amounts(written, effects),
        isMerged: document.specification !== null,
      });
    }
    if (operation.step === "journal") {
      journals.push({ externalId: ref.id, number: ref.number, journal: operation.journal });
    }
    if (operation.step === "purchase") {
      purchases.push({ externalId: ref.id, number: ref.number, purchase: operation.purchase });
    }
    if (operation.step === "pay") {
      const { payment } = operation;
      payments.push({
        externalId: ref.id,
        document: operation.document.key,
        amount: payment.amount,
        currency: payment.currency,
        method: payment.method,
        date: payment.date,
        direction: payment.direction,
        id: payment.id,
        undoes: payment.undoes === true,
      });
    }
  }
  return { documents, payments, journals, purchases, isToAccept: effects.openChanges().length > 0 };
}

/** An order of the ledger is finished once it is invoiced. */
function isFinished(effects: EffectBook, document: PlannedDocument): boolean {
  return document.kind === "order"
    ? effects.isDone(siblingKey(document.key, "invoice"), "create")
    : effects.isDone(document.key, "book");
}

/**
 * gross + rounding is what was charged, also where a rounding row was added after reading the ledger's totals (R1).
 * The VAT is the ledger's own where it told: it may differ from the shop's by the cents R3 allows.
 */
function amounts(
  written: Written,
  effects: EffectBook,
): Pick<ReportedDocument, "net" | "vat" | "gross" | "rounding"> {
  const { document } = written.operation;
  const money = (text: string) => parseMoney(text, document.currency);
  const adjust = effects.adjustment(written);
  const adjusted = adjust?.operation?.step === "adjust" ? adjust.operation : null;
  const { rounding } = adjusted?.document ?? document;
  const { totals } = adjust ?? written;
  const charged = add(money(document.gross), money(document.rounding));
  const gross = subtract(charged, money(rounding));
  const vat = money(totals?.vat ?? document.vat);
  return {
    net: formatMoney(subtract(gross, vat)),
    vat: formatMoney(vat),
    gross: formatMoney(gross),
    rounding: formatMoney(money(rounding)),
  };
}

export interface Preview extends Reported {
  readonly order: Order;
  readonly plan: Plan;
}

export type PreviewResult =
  | { readonly ok: true; readonly value: Preview }
  | { readonly ok: false; readonly reason: "not found" | "not connected" }
  | { readonly ok: false; readonly reason: "problem"; readonly problem: Problem };

export interface PreviewOptions {
  readonly lane?: Lane;
  /** As if an import had asked; by default as the order has entered. */
  readonly imported?: boolean;
  /** As if somebody took the order out of the books now. */
  readonly undone?: Undone;
  /** The order where it is known already; by default it is read from the shop. */
  readonly order?: Order | undefined;
}

/** The plan of an order as it stands now in the shop: exactly what would be sent, and what is done already. Nothing is written to the ledger. */
export async function previewOrder(
  context: Context,
  connection: StoredConnection,
  orderId: string,
  { lane = "people", imported, undone, order: given }: PreviewOptions = {},
): Promise<PreviewResult> {
  const installation = await readInstallation(context.store, connection.installationId);
  if (installation === null) return { ok: false, reason: "not found" };
  if (connection.status === "connecting") return { ok: false, reason: "not connected" };
  const loaded =
    given === undefined
      ? await openShop(context, installation, lane).order(orderId)
      : { ok: true as const, value: given };
  if (!loaded.ok) return { ok: false, reason: "problem", problem: loaded.problem };
  if (loaded.value === null) return { ok: false, reason: "not found" };
  const ledger = openLedger(context, connection, lane);
  const facts = await ledgerFacts(context, connection, ledger);
  if (!facts.ok) return { ok: false, reason: "problem", problem: facts.problem };
  const key = { installationId: installation.id, connectionId: connection.id, orderId };
  const effects = effectBook(await readEffects(context.store, key));
  const transfer = await readTransfer(context.store, key);
  const settings = await currentSettings(context, connection);
  const { plan } = await decidingOf(
    { context, installation, connection, settings, facts: facts.value },
    { key, order: loaded.value, effects, transfer },
    { imported, undone },
  );
  return { ok: true, value: { order: loaded.value, plan: plan(), ...report(effects) } };
}
