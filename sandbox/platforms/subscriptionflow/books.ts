import { compare, isZero, minorUnits, minus } from "../manifest-shop/amounts.ts";
import type { SiteClock } from "./clock.ts";
import type { SiteFaults } from "./faults.ts";
import type { Invoice, Module, Records } from "./records.ts";
import { Refusal } from "./refusal.ts";
import { newId, type Store } from "./store.ts";
import type { Announce } from "./webhooks.ts";

export interface BookParts {
  store: Store;
  clock: SiteClock;
  announce: Announce;
  faults: Pick<SiteFaults, "stampsStand">;
}

export type Books = ReturnType<typeof openBooks>;

/** The site's records with the stamps they bear and the statuses that follow from money and credit. */
export function openBooks({ store, clock, announce, faults }: BookParts) {
  function found<M extends Module>(module: M, id: string): Records[M] {
    const record = store.find(module, id);
    if (record === undefined) throw new Refusal(404, `There is no record ${id} of ${module}.`);
    return record;
  }

  function stamped(): { id: string; created_at: string; updated_at: string } {
    const at = clock.stamp();
    return { id: newId(), created_at: at, updated_at: at };
  }

  function touch(module: Module, record: Records[Module], event = "updated"): void {
    if (!faults.stampsStand) record.updated_at = clock.stamp();
    store.changed();
    announce(module, event, record.id);
  }

  /** The status that follows from what was received and credited. */
  function restate(invoice: Invoice): void {
    const { received_payment: received, sum_of_credit_notes: credited } = invoice;
    const isOpen = compare(balanceOf(invoice), "0") > 0;
    const isTouched = !isZero(received) || !isZero(credited);
    const wasPaid = invoice.status === "Paid";
    if (!isOpen) invoice.status = "Paid";
    else invoice.status = isTouched ? "Partially Paid" : "Due";
    touch("invoices", invoice, invoice.status === "Paid" && !wasPaid ? "paid" : "updated");
  }

  return { store, clock, announce, found, stamped, touch, restate };
}

/** What is still to be paid of an invoice. */
export function balanceOf(invoice: Invoice): string {
  const decimals = minorUnits(invoice.currency);
  return minus(
    minus(invoice.total_amount, invoice.received_payment, decimals),
    invoice.sum_of_credit_notes,
    decimals,
  );
}
