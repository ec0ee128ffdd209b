import type { LedgerResult, Operation, Performed } from "../../connectors/connector.ts";
import { fix, type Problem } from "../../domain/problem.ts";
import { dropEffect, type EffectKey, touchEffect, writeEffects } from "../../store/effects/effects.ts";
import { findCapture } from "../flow/find-capture.ts";
import type { EffectOperation } from "../flow/flow-operation.ts";
import type { KnownEffect, Work } from "../work.ts";
import { alsoDone } from "./also-done.ts";
import { waitsForFile } from "./waits-for-file.ts";

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
 * What came of a step is stored in the same statement that reserves the next one, the last by `storePerformed`.
 */
export async function performStep(
  work: Work,
  document: string,
  step: string,
  operation: Operation,
): Promise<StepResult> {
  return await performBy(work, document, step, operation, () => work.ledger.perform(operation));
}

/** As `performStep`, for what is not the ledger's `perform`: our own mail server, a file, a supplier's invoice. */
export async function performBy(
  work: Work,
  document: string,
  step: string,
  operation: EffectOperation,
  perform: () => Promise<LedgerResult<Performed>>,
): Promise<StepResult> {
  const { faultPoint, clock } = work.context.ports;
  work.checkLease();
  // Model: RESERVE, which also does the STORE of the step before.
  const now = clock.now();
  const reserved = known(document, step, "sending", operation, null, now);
  await write(work, [reserved], now);
  work.effects.put(reserved);
  faultPoint(`${operation.step}:reserved`);
  work.checkLease();
  const begun = clock.now();
  if (isForgotten(work, begun)) {
    const found = await lookUp(work, { document, step, operation });
    if (!found.ok) return found;
    if (found.performed !== null) {
      putDone(work, { document, step, operation }, found.performed, begun);
      return { ok: true, performed: found.performed };
    }
  }
  // Model: PERFORM.
  const result = await perform();
  faultPoint(`${operation.step}:performed`);
  if (result.ok) {
    putDone(work, { document, step, operation }, result.value, clock.now());
    return { ok: true, performed: result.value };
  }
  const mayHaveLanded = result.problem.act === "retry" && result.problem.inDoubt;
  if (!mayHaveLanded) await drop(work, reserved);
  else if (clock.now() - begun >= SLOW_MS) await markSlow(work, reserved);
  return result;
}

/** True while our memory may be older than the books, because a backup was read back (deploy/restore.sh). */
function isForgotten({ connection }: Work, nowMs: number): boolean {
  return connection.lookUntil !== null && Date.parse(connection.lookUntil) > nowMs;
}

type LookedUp =
  | { readonly ok: true; readonly performed: Performed | null }
  | { readonly ok: false; readonly problem: Problem };

/** What of an operation is in the ledger although we do not remember it. */
async function lookUp(
  work: Work,
  { document, step, operation }: Begun & { readonly operation: EffectOperation },
): Promise<LookedUp> {
  if (operation.step === "email") {
    // Nobody can tell whether it left; who has the document has probably got the e-mail.
    const isNews = !work.foundDocuments.has(operation.document.key);
    return { ok: true, performed: isNews ? null : { ref: operation.ref } };
  }
  const found = await findWritten(work, operation);
  if (!found.ok) return found;
  if (found.value === null) return { ok: true, performed: null };
  if (found.value === "unfindable") return { ok: false, problem: cannotBeTold(document, step) };
  if (operation.step === "create" || operation.step === "invoice-order")
    work.foundDocuments.add(operation.document.key);
  work.note(
    operation.step,
    `Found in the ledger although it was not remembered here: ${found.value.ref.number}.`,
  );
  return { ok: true, performed: found.value };
}

/** To be called when a run over an order ends, however it ends: a step that is not stored costs a look-up. */
export async function storePerformed(work: Work): Promise<void> {
  if (work.effects.unsaved().length > 0) await write(work, [], work.context.ports.clock.now());
}

/**
 * Settles every effect an earlier run left in `sending`: found in the ledger -> done; certainly absent -> dropped, to be
 * decided again. An e-mail cannot be looked up: it counts as sent, so that nobody gets it twice.
 */
export async function settleDoubts(work: Work): Promise<Problem | null> {
  for (const effect of work.effects.all()) {
    if (effect.state !== "sending" || work.effects.isClosed(effect.document)) continue;
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
    await storeFound(work, effect, { ref: operation.ref });
    work.note("email", "Whether the e-mail left is not known. It is not sent a second time.");
    return null;
  }
  const age = clock.now() - Date.parse(effect.updatedAt);
  if (age >= 0 && age < SETTLE_MS) await clock.sleep(SETTLE_MS - age);
  work.checkLease();
  // Model: SETTLE.
  const found = await findWritten(work, operation);
  if (!found.ok) return found.problem;
  if (found.value === "unfindable") return cannotBeTold(document, step);
  if (found.value === null) {
    const lateMs =
      effect.updatedAt > effect.createdAt ? LATE_MS - (clock.now() - Date.parse(effect.updatedAt)) : 0;
    if (lateMs > 0) {
      const message = "The ledger was slow to answer. Whether it did what we asked is looked up again.";
      return { act: "retry", message, afterMs: lateMs, inDoubt: true };
    }
    await drop(work, effect);
    return null;
  }
  await storeFound(work, effect, found.value);
  work.note(
    operation.step,
    `Found in the ledger what an earlier attempt had written: ${found.value.ref.number}.`,
  );
  return null;
}

function cannotBeTold(document: string, step: string): Problem {
  return fix(
    "LEDGER_IN_DOUBT",
    `Whether "${step}" of ${document} reached the ledger is not known and cannot be looked up. Look there, then release the order.`,
    { place: "ledger" },
  );
}

/**
 * A file uploaded twice lies about unused, which harms nobody, and a message sent twice bears the id of the first: only
 * whether a file was attached is looked up.
 */
async function findWritten(
  work: Work,
  operation: EffectOperation,
): Promise<LedgerResult<Performed | null | "unfindable">> {
  const { ledger } = work;
  if (operation.step === "purchase") {
    return (await ledger.purchases?.find(operation)) ?? { ok: true, value: "unfindable" };
  }
  if (operation.step === "set-off-purchase") {
    return (await ledger.purchases?.setOff?.find(operation)) ?? { ok: true, value: "unfindable" };
  }
  if (operation.step === "upload" || operation.step === "message") return { ok: true, value: null };
  if (operation.step === "capture") return await findCapture(work, operation);
  if (operation.step !== "attach") return await ledger.find(operation);
  const attached = await ledger.files?.isAttached(operation);
  if (attached === undefined) return { ok: true, value: "unfindable" };
  // Without the right to look there is none to attach either: the next attempt says so. Attached twice it harms nobody.
  if (!attached.ok) {
    const isLeft = attached.problem.act === "fix" || !waitsForFile(work);
    return isLeft ? { ok: true, value: null } : attached;
  }
  return { ok: true, value: attached.value ? { ref: operation.ref } : null };
}

/** Stores what was found in the ledger, whoever wrote it. */
export async function storeFound(work: Work, step: Begun, performed: Performed): Promise<void> {
  putDone(work, step, performed, work.context.ports.clock.now());
  await storePerformed(work);
}

type Begun = Pick<KnownEffect, "document" | "step" | "operation">;

/** Done, with what the same call has done besides: stored in one statement, so that neither is known without the other. */
function putDone(
  work: Work,
  { document, step, operation }: Begun,
  performed: Performed,
  nowMs: number,
): void {
  work.effects.putUnsaved(known(document, step, "done", operation, performed, nowMs));
  for (const more of alsoDone(operation, performed)) {
    work.effects.putUnsaved(known(document, more.step, "done", more.operation, { ref: more.ref }, nowMs));
  }
}

/** Model: STORE of all that is done and not stored, and in the same statement RESERVE of what is begun. */
async function write(work: Work, begun: readonly KnownEffect[], nowMs: number): Promise<void> {
  const { context, effects } = work;
  const done = effects.unsaved();
  const rows = [...done, ...begun].map((effect) => ({
    key: effectKey(work, effect),
    state: effect.state,
    planned: effect.operation,
    ref: effect.ref,
    totals: effect.totals,
    warning: effect.warning,
    reference: effect.step === "create" ? referenceOf(effect.operation) : null,
  }));
  await writeEffects(context.store, rows, nowMs);
  effects.saved(done);
  for (const { operation } of done) context.ports.faultPoint(`${operation?.step}:stored`);
}

/** Our reference on the document that a step made. */
const referenceOf = (operation: EffectOperation | null): string | null =>
  operation !== null && "reference" in operation ? operation.reference : null;

/** Notes when we stopped waiting: the later `updated_at` tells the next run. Only under the lease, as in `drop`. */
async function markSlow(work: Work, reserved: KnownEffect): Promise<void> {
  work.checkLease();
  const { store, ports } = work.context;
  await touchEffect(store, effectKey(work, reserved), reserved.updatedAt, ports.clock.now());
}

/** Only under the lease: a successor may have reserved the same step by now, and its reservation is not ours to take back. */
async function drop(work: Work, reserved: KnownEffect): Promise<void> {
  work.checkLease();
  await dropEffect(work.context.store, effectKey(work, reserved), reserved.updatedAt);
  work.effects.remove(reserved.document, reserved.step);
}

function effectKey(work: Work, { document, step }: KnownEffect): EffectKey {
  return { ...work.key, document, step };
}

function known(
  document: string,
  step: string,
  state: "sending" | "done",
  operation: EffectOperation | null,
  performed: Performed | null,
  nowMs: number,
): KnownEffect {
  const now = new Date(nowMs).toISOString();
  return {
    document,
    step,
    state,
    operation,
    ref: performed?.ref ?? null,
    totals: performed?.totals ?? null,
    warning: performed?.warning ?? null,
    changed: null,
    createdAt: now,
    updatedAt: now,
  };
}
