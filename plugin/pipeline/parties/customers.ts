import type { Operation, Performed } from "../../connectors/connector.ts";
import type { PlannedCustomer } from "../../domain/plan.ts";
import { fix } from "../../domain/problem.ts";
import { groupOf } from "../../settings/customer-group.ts";
import {
  forgetMapping,
  type Mapping,
  type MappingKey,
  reserveMapping,
} from "../../store/effects/mappings.ts";
import { documentReference } from "../effects/reference.ts";
import type { Work } from "../work.ts";
import { fingerprint } from "./fingerprint.ts";
import { busy, field, keep, LEASE_MS, mappingKey, type Resolved, released } from "./reserved.ts";

/** What a card is written with, also outside any document. */
type CardWork = Pick<Work, "context" | "key" | "owner" | "settings" | "ledger" | "warnings" | "note">;

/** Brings a card the ledger has up to date, as far as the settings allow; makes and matches nobody. */
export async function refreshCustomer(
  work: CardWork,
  customer: PlannedCustomer,
  { ledgerNumber, fingerprint: known }: Mapping,
): Promise<boolean> {
  const print = customerPrint(customer);
  const mayUpdate = work.settings.customers[groupOf(customer.type)].update;
  if (ledgerNumber === null || known === print || !mayUpdate) return true;
  const updated = await updateCustomer(work, customer, ledgerNumber, print);
  // A card that is gone is found out by the next order.
  return updated === "gone" || updated.ok;
}

/** The customer's number in the ledger: known without a call, else matched, else made. */
export async function resolveCustomer(
  work: Work,
  customer: PlannedCustomer,
  mapping: Mapping | undefined,
): Promise<Resolved<string>> {
  if (customer.fixedNumber !== null) return { ok: true, value: customer.fixedNumber };
  const print = customerPrint(customer);
  if (mapping?.state === "done" && mapping.ledgerNumber !== null) {
    const number = mapping.ledgerNumber;
    if (mapping.fingerprint === print) return { ok: true, value: number };
    const updated = await updateCustomer(work, customer, number, print);
    if (updated !== "gone") return updated;
    await forgetMapping(work.context.store, mappingKey(work, "customer", customer.key), number);
  }
  return await reserveAndFind(work, customer, print);
}

async function reserveAndFind(
  work: Work,
  customer: PlannedCustomer,
  print: string,
): Promise<Resolved<string>> {
  const key = mappingKey(work, "customer", customer.key);
  const reserved = await reserve(work, key, print);
  if (reserved === "busy") return busy(customer.name);
  const operation: CustomerOperation = {
    step: "customer",
    customer,
    reference: documentReference(work, "customer", customer.key),
  };
  if (reserved === "mine") return await matchOrCreate(work, operation, key, print, false);
  const found = await work.ledger.find(operation);
  if (!found.ok) return found;
  if (found.value === null) return await matchOrCreate(work, operation, key, print, false);
  if (found.value === "unfindable") return await matchOrCreate(work, operation, key, print, true);
  return await keep(work, key, found.value.ref.number, print);
}

type CustomerOperation = Extract<Operation, { step: "customer" }>;

async function reserve(work: Work, key: MappingKey, print: string) {
  const { store, ports } = work.context;
  const now = ports.clock.now();
  return await reserveMapping(store, key, print, work.owner, now, now + LEASE_MS);
}

/** `isInDoubt`: one may have been made already and cannot be looked up, so none is made again. */
async function matchOrCreate(
  work: Work,
  operation: CustomerOperation,
  key: MappingKey,
  print: string,
  isInDoubt: boolean,
): Promise<Resolved<string>> {
  const { settings, ledger } = work;
  const { customer } = operation;
  const matched = await ledger.matchCustomers(customer, settings.customers.match_by);
  if (!matched.ok) return isInDoubt ? matched : await released(work, key, matched.problem);
  const byAge = [...matched.value].sort((a, b) => a.age - b.age);
  const match = settings.customers.ambiguous === "newest" ? byAge.at(-1) : byAge[0];
  if (match === undefined) {
    return isInDoubt ? unfindable(customer) : await createCustomer(work, operation, key, print);
  }
  if (byAge.length > 1 && settings.customers.ambiguous === "hold") {
    const numbers = byAge.map((one) => one.number).join(", ");
    const message = `Several customers in the ledger match ${customer.name}: ${numbers}.`;
    const problem = fix("CUSTOMER_AMBIGUOUS", message, field("customers.ambiguous"));
    return isInDoubt ? { ok: false, problem } : await released(work, key, problem);
  }
  work.note("customer", `${customer.name} is customer ${match.number} in the ledger.`);
  await keep(work, key, match.number, print);
  if (!settings.customers[groupOf(customer.type)].update) return { ok: true, value: match.number };
  const updated = await updateCustomer(work, customer, match.number, print);
  if (updated !== "gone") return updated;
  await forgetMapping(work.context.store, key, match.number);
  const message = `The ledger lists customer ${match.number} for ${customer.name}, but does not have it.`;
  return { ok: false, problem: { act: "retry", message, inDoubt: false } };
}

/** The reservation stays: whoever comes next must not make a second card either. */
function unfindable(customer: PlannedCustomer): Resolved<never> {
  const message = `Whether a card for ${customer.name} was made is not known, and the ledger has too many of that name to tell. Give one of them the buyer's e-mail address or organisation number, then try again.`;
  return { ok: false, problem: fix("LEDGER_IN_DOUBT", message, { place: "ledger" }) };
}

async function createCustomer(
  work: Work,
  operation: CustomerOperation,
  key: MappingKey,
  print: string,
): Promise<Resolved<string>> {
  const { settings, ledger, context } = work;
  const { customer } = operation;
  const group = groupOf(customer.type);
  if (!settings.customers[group].create) {
    const message = `${customer.name} is not in the ledger, and the settings do not allow making new customers.`;
    const problem = fix("CUSTOMER_NOT_FOUND", message, field(`customers.${group}.create`));
    return await released(work, key, problem);
  }
  // Matching may have waited in the ledger's line for longer than the reservation lasts.
  if ((await reserve(work, key, print)) === "busy") return busy(customer.name);
  work.checkLease();
  context.ports.faultPoint("customer:reserved");
  const made = await ledger.perform(operation);
  context.ports.faultPoint("customer:performed");
  if (!made.ok) return await released(work, key, made.problem);
  work.note("customer", `Made customer ${made.value.ref.number} for ${customer.name}.`);
  noteLeftOut(work, made.value);
  return await keep(work, key, made.value.ref.number, print);
}

/**
 * Brings the card up to date; a ledger that refuses does not stop the invoice, which bears the right data itself.
 * "gone": the ledger does not have this customer any more.
 */
async function updateCustomer(
  work: CardWork,
  customer: PlannedCustomer,
  number: string,
  print: string,
): Promise<Resolved<string> | "gone"> {
  if (work.settings.customers[groupOf(customer.type)].update) {
    const updated = await work.ledger.perform({ step: "update-customer", customer, number });
    const problem = updated.ok ? null : updated.problem;
    if (problem?.act === "retry") return { ok: false, problem };
    if (problem?.code === "CUSTOMER_NOT_FOUND") return "gone";
    const refused = problem !== null || (updated.ok && updated.value.warning === "CUSTOMER_NOT_UPDATED");
    if (refused) work.warnings.add("CUSTOMER_NOT_UPDATED");
    work.note(
      "customer",
      refused ? `The ledger refused to update customer ${number}.` : `Brought customer ${number} up to date.`,
    );
    if (updated.ok) noteLeftOut(work, updated.value);
  }
  return await keep(work, mappingKey(work, "customer", customer.key), number, print);
}

function noteLeftOut(work: CardWork, { leftOut = [] }: Performed): void {
  if (leftOut.length === 0) return;
  work.warnings.add("CUSTOMER_DATA_LEFT_OUT");
  work.note("customer", `Left out, because the ledger does not take it: ${leftOut.join(", ")}.`);
}

/** Hash of what the card shows, so that an unchanged customer costs no call. */
function customerPrint(customer: PlannedCustomer): string {
  const { reference: _reference, fixedNumber: _fixed, ...shown } = customer;
  return fingerprint(JSON.stringify(shown));
}
