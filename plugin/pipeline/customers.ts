import type { Operation } from "../connectors/connector.ts";
import type { PlannedCustomer } from "../domain/plan.ts";
import { fix } from "../domain/problem.ts";
import { groupOf } from "../settings/customer-group.ts";
import { dropMapping, type Mapping, type MappingKey, reserveMapping } from "../store/mappings.ts";
import { fingerprint } from "./fingerprint.ts";
import { documentReference } from "./reference.ts";
import { busy, field, keep, LEASE_MS, mappingKey, type Resolved, released } from "./reserved.ts";
import type { Work } from "./work.ts";

/** The customer's number in the ledger: known without a call, else matched, else made. */
export async function resolveCustomer(
  work: Work,
  customer: PlannedCustomer,
  mapping: Mapping | undefined,
): Promise<Resolved<string>> {
  if (customer.fixedNumber !== null) return { ok: true, value: customer.fixedNumber };
  const print = customerPrint(customer);
  if (mapping?.state === "done" && mapping.ledgerNumber !== null) {
    if (mapping.fingerprint === print) return { ok: true, value: mapping.ledgerNumber };
    return await updateCustomer(work, customer, mapping.ledgerNumber, print);
  }
  const key = mappingKey(work, "customer", customer.key);
  const reserved = await reserve(work, key, print);
  if (reserved === "busy") return busy(customer.name);
  const operation: Operation = {
    step: "customer",
    customer,
    reference: documentReference(work, "customer", customer.key),
  };
  if (reserved === "in-doubt") {
    const found = await work.ledger.find(operation);
    if (!found.ok) return found;
    if (found.value !== null && found.value !== "unfindable") {
      return await keep(work, key, found.value.ref.number, print);
    }
  }
  return await matchOrCreate(work, customer, operation, key, print);
}

async function reserve(work: Work, key: MappingKey, print: string) {
  const { store, ports } = work.context;
  const now = ports.clock.now();
  return await reserveMapping(store, key, print, work.owner, now, now + LEASE_MS);
}

async function matchOrCreate(
  work: Work,
  customer: PlannedCustomer,
  operation: Operation,
  key: MappingKey,
  print: string,
): Promise<Resolved<string>> {
  const { settings, ledger, context } = work;
  const matched = await ledger.matchCustomers(customer, settings.customers.match_by);
  if (!matched.ok) return await released(work, key, matched.problem);
  const byAge = [...matched.value].sort((a, b) => a.age - b.age);
  const match = settings.customers.ambiguous === "newest" ? byAge.at(-1) : byAge[0];
  if (match !== undefined) {
    if (byAge.length > 1 && settings.customers.ambiguous === "hold") {
      const numbers = byAge.map((one) => one.number).join(", ");
      const message = `Several customers in the ledger match ${customer.name}: ${numbers}.`;
      return await released(work, key, fix("CUSTOMER_AMBIGUOUS", message, field("customers.ambiguous")));
    }
    work.note("customer", `${customer.name} is customer ${match.number} in the ledger.`);
    await keep(work, key, match.number, print);
    const isUpdated = settings.customers[groupOf(customer.type)].update;
    return isUpdated
      ? await updateCustomer(work, customer, match.number, print)
      : { ok: true, value: match.number };
  }
  if (!settings.customers[groupOf(customer.type)].create) {
    const message = `${customer.name} is not in the ledger, and the settings do not allow making new customers.`;
    return await released(
      work,
      key,
      fix("CUSTOMER_NOT_FOUND", message, field(`customers.${groupOf(customer.type)}.create`)),
    );
  }
  // Matching may have waited in the ledger's line for longer than the reservation lasts.
  if ((await reserve(work, key, print)) === "busy") return busy(customer.name);
  work.checkLease();
  context.ports.faultPoint("customer:reserved");
  const made = await ledger.perform(operation);
  context.ports.faultPoint("customer:performed");
  if (!made.ok) return await released(work, key, made.problem);
  work.note("customer", `Made customer ${made.value.ref.number} for ${customer.name}.`);
  return await keep(work, key, made.value.ref.number, print);
}

/** Brings the card up to date; a ledger that refuses does not stop the invoice, which bears the right data itself. */
async function updateCustomer(
  work: Work,
  customer: PlannedCustomer,
  number: string,
  print: string,
): Promise<Resolved<string>> {
  const key = mappingKey(work, "customer", customer.key);
  if (work.settings.customers[groupOf(customer.type)].update) {
    const updated = await work.ledger.perform({ step: "update-customer", customer, number });
    const problem = updated.ok ? null : updated.problem;
    if (problem?.act === "retry") return { ok: false, problem };
    if (problem?.code === "CUSTOMER_NOT_FOUND") {
      await dropMapping(work.context.store, key);
      return await resolveCustomer(work, customer, undefined);
    }
    const refused = problem !== null || (updated.ok && updated.value.warning === "CUSTOMER_NOT_UPDATED");
    if (refused) work.warnings.add("CUSTOMER_NOT_UPDATED");
    work.note(
      "customer",
      refused ? `The ledger refused to update customer ${number}.` : `Brought customer ${number} up to date.`,
    );
  }
  return await keep(work, key, number, print);
}

/** Hash of what the card shows, so that an unchanged customer costs no call. */
function customerPrint(customer: PlannedCustomer): string {
  const { reference: _reference, fixedNumber: _fixed, ...shown } = customer;
  return fingerprint(JSON.stringify(shown));
}
