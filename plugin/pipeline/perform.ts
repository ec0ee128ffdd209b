import type { Operation, Performed } from "../connectors/connector.ts";
import type { Problem } from "../domain/problem.ts";
import { dropEffect, type EffectKey, type EffectWrite, writeEffects } from "../store/effects.ts";
import type { KnownEffect, Work } from "./work.ts";

/** How long the ledger's lists may lag behind a write: an effect in doubt is not looked up earlier. */
const SETTLE_MS = 2_000;
/** A call as slow as this was still at work in the ledger when we stopped waiting for it. */
const SLOW_MS = 5_000;
/** How long such a call may take to its end: until then "not there" may mean "not yet". */
const LATE_MS = 30_000;

export type StepResult =
  | { readonly ok: true; readonly performed: Performed }
  | { readonly ok: false; readonly problem: Problem };

/**
 * One write to the ledger by the protocol of design section 5:
 * RESERVE the effect (`sending`) -> PERFORM -> STORE what came of it (`done`).
 * A crash or a lost answer after RESERVE leaves `sending`: the next run looks it up before anything is written.
 */
export async function performStep(
  work: Work,
  document: string,
  step: string,
  operation: Operation,
): Promise<StepResult> {
  const { context } = work;
  const { faultPoint, clock } = context.ports;
  work.checkLease();
  // Model: RESERVE.
  await writeEffects(
    context.store,
    [effectWrite(work, document, step, "sending", operation, null)],
    clock.now(),
  );
  work.effects.put(known(document, step, "sending", operation, null, clock.now()));
  faultPoint(`${operation.step}:reserved`);
  work.checkLease();
  const begun = clock.now();
  // Model: PERFORM.
  const result = await work.ledger.perform(operation);
  faultPoint(`${operation.step}:performed`);
  if (result.ok) {
    await store(work, document, step, operation, result.value);
    faultPoint(`${operation.step}:stored`);
    return { ok: true, performed: result.value };
  }
  const mayHaveLanded = result.problem.act === "retry" && result.problem.inDoubt;
  if (!mayHaveLanded) await drop(work, document, step);
  else if (clock.now() - begun >= SLOW_MS) await markSlow(work, document, step, operation);
  return result;
}

/**
 * Settles every effect an earlier run left in `sending`: found in the ledger -> done; certainly absent -> dropped, to be
 * decided again. An e-mail cannot be looked up: it counts as sent, so that nobody gets it twice.
 */
export async function settleDoubts(work: Work): Promise<Problem | null> {
  for (const effect of work.effects.all()) {
    if (effect.state !== "sending") continue;
    const problem = await settle(work, effect);
    if (problem !== null) return problem;
  }
  return null;
}

async function settle(work: Work, effect: KnownEffect): Promise<Problem | null> {
  const { clock } = work.context.ports;
  const { operation, document, step } = effect;
  if (operation === null) throw new Error(`effect ${document}/${step} was stored without its operation`);
  if (operation.step === "email") {
    await store(work, document, step, operation, { ref: operation.ref });
    work.note("email", "Whether the e-mail left is not known. It is not sent a second time.");
    return null;
  }
  const age = clock.now() - Date.parse(effect.updatedAt);
  if (age >= 0 && age < SETTLE_MS) await clock.sleep(SETTLE_MS - age);
  work.checkLease();
  // Model: SETTLE.
  const found = await work.ledger.find(operation);
  if (!found.ok) return found.problem;
  if (found.value === "unfindable") {
    return {
      act: "fix",
      code: "LEDGER_IN_DOUBT",
      message: `Whether "${step}" of ${document} reached the ledger is not known and cannot be looked up. Look there, then release the order.`,
      fix: { place: "ledger" },
    };
  }
  if (found.value === null) {
    const lateMs =
      effect.updatedAt > effect.createdAt ? LATE_MS - (clock.now() - Date.parse(effect.updatedAt)) : 0;
    if (lateMs > 0) {
      const message = "The ledger was slow to answer. Whether it did what we asked is looked up again.";
      return { act: "retry", message, afterMs: lateMs, inDoubt: true };
    }
    await drop(work, document, step);
    return null;
  }
  await store(work, document, step, operation, found.value);
  work.note(
    operation.step,
    `Found in the ledger what an earlier attempt had written: ${found.value.ref.number}.`,
  );
  return null;
}

async function store(
  work: Work,
  document: string,
  step: string,
  operation: Operation,
  performed: Performed,
): Promise<void> {
  const { context } = work;
  const now = context.ports.clock.now();
  // Model: STORE.
  await writeEffects(context.store, [effectWrite(work, document, step, "done", operation, performed)], now);
  work.effects.put(known(document, step, "done", operation, performed, now));
}

/** Notes when we stopped waiting: the later `updated_at` tells the next run. Only under the lease, as in `drop`. */
async function markSlow(work: Work, document: string, step: string, operation: Operation): Promise<void> {
  work.checkLease();
  const { store, ports } = work.context;
  const write = effectWrite(work, document, step, "sending", operation, null);
  await writeEffects(store, [write], ports.clock.now());
}

/** Only under the lease: a successor may have reserved the same step by now, and its reservation is not ours to take back. */
async function drop(work: Work, document: string, step: string): Promise<void> {
  work.checkLease();
  await dropEffect(work.context.store, effectKey(work, document, step));
  work.effects.remove(document, step);
}

function effectKey(work: Work, document: string, step: string): EffectKey {
  return { ...work.key, document, step };
}

function effectWrite(
  work: Work,
  document: string,
  step: string,
  state: "sending" | "done",
  operation: Operation,
  performed: Performed | null,
): EffectWrite {
  return {
    key: effectKey(work, document, step),
    state,
    planned: operation,
    ref: performed?.ref ?? null,
    totals: performed?.totals ?? null,
  };
}

function known(
  document: string,
  step: string,
  state: "sending" | "done",
  operation: Operation,
  performed: Performed | null,
  nowMs: number,
): KnownEffect {
  return {
    document,
    step,
    state,
    operation,
    ref: performed?.ref ?? null,
    totals: performed?.totals ?? null,
    createdAt: new Date(nowMs).toISOString(),
    updatedAt: new Date(nowMs).toISOString(),
  };
}
