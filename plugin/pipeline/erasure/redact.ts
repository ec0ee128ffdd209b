import { markErased } from "../../store/erasure/erasure.ts";
import {
  dropErasure,
  dueErasures,
  postponeErasure,
  type WantedErasure,
  wantErasure,
} from "../../store/erasure/erasures.ts";
import { readInstallation } from "../../store/installations.ts";
import type { Context } from "../context.ts";
import { eraseBuyer, erasePerson } from "./erase.ts";

const EVERYBODY = "everybody";
const CUSTOMER = "customer:";
const ORDER = "order:";
const HOUR_MS = 3_600_000;
/** A shop that did not leave within that time after it asked to be forgotten is staying. */
const PATIENCE_MS = 48 * HOUR_MS;
const BATCH = 5;

/**
 * A platform tells us to forget a customer and the orders it knows to be hers, or (null) a whole shop. Durable when it
 * resolves; done by `redactDue`.
 */
export async function wantRedaction(
  context: Context,
  installationId: number,
  customerId: string | null,
  orderIds: readonly string[] = [],
): Promise<void> {
  const people =
    customerId === null
      ? [EVERYBODY]
      : [`${CUSTOMER}${customerId}`, ...orderIds.map((orderId) => `${ORDER}${orderId}`)];
  const now = context.ports.clock.now();
  for (const person of people) await wantErasure(context.store, installationId, person, now);
}

/** Forgets who is to be forgotten, a few at a time. Several processes may do it at once, and any may die over it. */
export async function redactDue(context: Context): Promise<void> {
  const { store, ports } = context;
  for (const wanted of await dueErasures(store, ports.clock.now(), BATCH)) {
    if ((await redact(context, wanted)) === "done") await dropErasure(store, wanted);
    else await postponeErasure(store, wanted, ports.clock.now() + HOUR_MS);
  }
}

async function redact(context: Context, wanted: WantedErasure): Promise<"done" | "later"> {
  const { store, ports } = context;
  const { installationId, person } = wanted;
  if (person !== EVERYBODY) {
    const { orders, inDoubt } = person.startsWith(ORDER)
      ? await eraseBuyer(store, installationId, person.slice(ORDER.length))
      : await erasePerson(store, installationId, { customerId: person.slice(CUSTOMER.length) });
    ports.log.info("a customer was erased", { installation: installationId, orders });
    return inDoubt.length === 0 ? "done" : "later";
  }
  const installation = await readInstallation(store, installationId);
  if (installation?.status === "uninstalled") {
    const { orders } = await erasePerson(store, installationId, EVERYBODY);
    await markErased(store, installationId, ports.clock.now());
    ports.log.info("the people of a shop that left were erased", { installation: installationId, orders });
    return "done";
  }
  // The notice that it left may still be under way.
  return ports.clock.now() - Date.parse(wanted.createdAt) < PATIENCE_MS ? "later" : "done";
}
