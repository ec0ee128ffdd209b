/**
 * A small model of the exactly-once protocol as `plugin/pipeline/` follows it: two workers, one order, one document of
 * two writes (create, then book). Its steps are named in one comment line each at their place in the code: CLAIM,
 * TAKE-OVER, RESERVE, PERFORM, STORE, SETTLE.
 *
 * What came of a write is stored together with the next reservation, or when the run ends.
 *
 * Anything may happen between two steps: a worker dies, a lease runs out under a worker that lives, a call lands
 * before or after its time-out or never, the answer to a call or to a look-up gets lost.
 */

/** What the model is made to leave out, to see that it would notice. */
export interface Variant {
  /** The row says `sending` before the call, not only with what came of it. */
  readonly reservesFirst: boolean;
  /** A doubt is looked up only when a call in flight has landed or never will. */
  readonly waitsToSettle: boolean;
  /** A write in doubt is looked up before it is made again. */
  readonly looksUp: boolean;
  /** One worker at a time, and a worker that lost its lease sends nothing more. */
  readonly hasLease: boolean;
  /** A worker that lost its lease does not take reservations back either. */
  readonly dropsUnderLease: boolean;
}

export const PROTOCOL: Variant = {
  reservesFirst: true,
  waitsToSettle: true,
  looksUp: true,
  hasLease: true,
  dropsUnderLease: true,
};

type Mark = "none" | "sending" | "done";
type Step =
  | "idle"
  | "next"
  | "reserved"
  | "called"
  | "performed"
  | "refused"
  | "in doubt"
  | "found"
  | "absent"
  | "ending";

interface Worker {
  readonly step: Step;
  /** Which write it is at: 0 creates, 1 books. */
  readonly at: number;
  /** The rows as it read them at CLAIM, and what it did since. */
  readonly book: readonly Mark[];
  /** Writes it knows to be done whose rows do not say so yet. */
  readonly unsaved: readonly number[];
}

/** A call under way in the network or the ledger; nobody waits for it when its caller is null. */
interface Call {
  readonly at: number;
  readonly caller: number | null;
  readonly fate: "flying" | "landed" | "vanished";
}

export interface State {
  readonly rows: readonly Mark[];
  /** How often each write took effect in the ledger. */
  readonly ledger: readonly number[];
  /** The worker that holds the order; "dead" until the lease of one that died runs out. */
  readonly holder: number | "dead" | null;
  readonly workers: readonly Worker[];
  readonly calls: readonly Call[];
  /** How much may still go wrong. */
  readonly crashes: number;
  readonly losses: number;
  readonly expiries: number;
}

export interface Move {
  readonly name: string;
  /** Something went wrong: a fair world does this only so often. */
  readonly isMishap: boolean;
  readonly to: State;
}

const IDLE: Worker = { step: "idle", at: 0, book: [], unsaved: [] };

export const START: State = {
  rows: ["none", "none"],
  ledger: [0, 0],
  holder: null,
  workers: [IDLE, IDLE],
  calls: [],
  crashes: 2,
  losses: 2,
  expiries: 2,
};

/** Everything that can happen next. */
export function movesFrom(state: State, variant: Variant): Move[] {
  const own = state.workers.flatMap((worker, who) => [
    ...workerMoves(state, variant, worker, who),
    ...mishaps(state, worker, who),
  ]);
  return [...own, ...callMoves(state), ...leaseMoves(state)];
}

export function isBooked({ rows, ledger }: State): boolean {
  return rows.every((row) => row === "done") && ledger.every((count) => count === 1);
}

/** What is wrong with a state, or null. */
export function flawOf({ rows, ledger }: State): string | null {
  if (ledger.some((count) => count > 1)) return "twice";
  if (rows.some((row, at) => row === "done" && ledger[at] === 0)) return "lost";
  if (ledger[1] === 1 && ledger[0] === 0) return "booked before it was made";
  return null;
}

function workerMoves(state: State, variant: Variant, worker: Worker, who: number): Move[] {
  const { at, book } = worker;
  const holds = !variant.hasLease || state.holder === who;
  const move = (name: string, to: State): Move[] => [{ name: `${who} ${name}`, isMishap: false, to }];
  const go = (step: Step, more: Partial<Worker> = {}): State =>
    withWorker(state, who, { ...worker, step, ...more });
  const end = (from: State = state): State => ({
    ...withWorker(from, who, IDLE),
    holder: from.holder === who ? null : from.holder,
  });
  switch (worker.step) {
    case "idle": {
      if (variant.hasLease ? state.holder !== null : isBooked(state)) return [];
      if (state.rows.every((row) => row === "done")) return [];
      // CLAIM, which is a TAKE-OVER when an earlier holder did not finish.
      const claimed = go("next", { book: state.rows });
      return move("CLAIM", { ...claimed, holder: variant.hasLease ? who : null });
    }
    case "next": {
      const doubt = book.indexOf("sending");
      const open = book.indexOf("none");
      if (doubt === -1 && open === -1) return move("has done all", go("ending"));
      if (!holds) return move("lease lost", go("ending"));
      if (doubt === -1) return reserve(state, variant, worker, who, open);
      if (!variant.looksUp) return move("SETTLE without looking", go("absent", { at: doubt }));
      if (variant.waitsToSettle && state.calls.some((call) => call.at === doubt && call.fate === "flying"))
        return [];
      const found = state.ledger[doubt] === 0 ? "absent" : "found";
      return [
        ...move(`SETTLE: look-up says ${found}`, go(found, { at: doubt })),
        ...(state.losses === 0
          ? []
          : [mishap(`${who} loses the look-up's answer`, { ...end(), losses: state.losses - 1 })]),
      ];
    }
    case "reserved":
      if (!holds) return move("lease lost", go("ending"));
      return move("PERFORM", {
        ...go("called"),
        calls: [...state.calls, { at, caller: who, fate: "flying" }],
      });
    case "called": {
      const call = state.calls.find((one) => one.caller === who);
      if (call === undefined || call.fate === "flying") return [];
      const calls = state.calls.filter((one) => one !== call);
      return move("is answered", { ...go(call.fate === "landed" ? "performed" : "refused"), calls });
    }
    case "performed":
      return move(
        "notes",
        go("next", { book: replaced(book, at, "done"), unsaved: [...worker.unsaved, at] }),
      );
    case "found": {
      const stored = go("next", { book: replaced(book, at, "done") });
      return move("STORE", { ...stored, rows: replaced(state.rows, at, "done") });
    }
    case "refused":
    case "absent": {
      if (variant.dropsUnderLease && !holds) return move("lease lost", go("ending"));
      // A row that is done stays.
      const row = state.rows[at] === "done" ? "done" : "none";
      const rows = replaced(state.rows, at, row);
      if (worker.step === "refused") return move("drops", { ...go("ending"), rows });
      return move("drops", { ...go("next", { book: replaced(book, at, "none") }), rows });
    }
    case "in doubt":
      return move("ends in doubt", go("ending"));
    case "ending":
      // Whoever lost the lease stores too: what it did was done.
      if (worker.unsaved.length === 0) return move("finish", end());
      return move("STORE", { ...go("ending", { unsaved: [] }), rows: stored(state.rows, worker) });
  }
}

/** RESERVE: the row says `sending` before anything is sent. The same statement does the STORE of the write before. */
function reserve(state: State, variant: Variant, worker: Worker, who: number, at: number): Move[] {
  const book = replaced(worker.book, at, "sending");
  const reserved = withWorker(state, who, { step: "reserved", at, book, unsaved: [] });
  const rows = stored(state.rows, worker);
  const to = { ...reserved, rows: variant.reservesFirst ? replaced(rows, at, "sending") : rows };
  return [{ name: `${who} RESERVE`, isMishap: false, to }];
}

/** The rows after a STORE of all a worker knows to be done. */
function stored(rows: readonly Mark[], { unsaved }: Worker): Mark[] {
  return rows.map((row, at) => (unsaved.includes(at) ? "done" : row));
}

function mishaps(state: State, worker: Worker, who: number): Move[] {
  if (worker.step === "idle") return [];
  const orphaned = state.calls.map((call) => (call.caller === who ? { ...call, caller: null } : call));
  const calls = withoutEnded(orphaned);
  const moves: Move[] = [];
  if (state.crashes > 0) {
    const dead = withWorker(state, who, IDLE);
    const holder = state.holder === who ? "dead" : state.holder;
    moves.push(mishap(`${who} dies`, { ...dead, calls, holder, crashes: state.crashes - 1 }));
  }
  if (worker.step === "called" && state.losses > 0) {
    const unsure = withWorker(state, who, { ...worker, step: "in doubt" });
    moves.push(mishap(`${who} loses the answer`, { ...unsure, calls, losses: state.losses - 1 }));
  }
  return moves;
}

/** A call takes effect or never will, whoever still waits for it. */
function callMoves(state: State): Move[] {
  return state.calls.flatMap((call, index) => {
    if (call.fate !== "flying") return [];
    const ended = (fate: Call["fate"]): Call[] =>
      withoutEnded(replaced(state.calls, index, { ...call, fate }));
    const ledger = replaced(state.ledger, call.at, (state.ledger[call.at] ?? 0) + 1);
    const landed: Move = {
      name: `write ${call.at} lands`,
      isMishap: false,
      to: { ...state, calls: ended("landed"), ledger },
    };
    if (state.losses === 0 && call.caller !== null) return [landed];
    const losses = call.caller === null ? state.losses : state.losses - 1;
    return [landed, mishap(`write ${call.at} never lands`, { ...state, calls: ended("vanished"), losses })];
  });
}

/** The lease of the dead runs out by itself, that of the living when they stall. */
function leaseMoves(state: State): Move[] {
  if (state.holder === "dead") {
    return [{ name: "the dead worker's lease runs out", isMishap: false, to: { ...state, holder: null } }];
  }
  if (state.holder === null || state.expiries === 0) return [];
  return [
    mishap(`the lease of ${state.holder} runs out`, { ...state, holder: null, expiries: state.expiries - 1 }),
  ];
}

/** Calls that have come to their end and that nobody waits for are forgotten. */
function withoutEnded(calls: readonly Call[]): Call[] {
  return calls.filter((call) => call.caller !== null || call.fate === "flying");
}

function mishap(name: string, to: State): Move {
  return { name, isMishap: true, to };
}

function withWorker(state: State, who: number, worker: Worker): State {
  return { ...state, workers: replaced(state.workers, who, worker) };
}

function replaced<T>(list: readonly T[], index: number, value: T): T[] {
  return list.map((one, position) => (position === index ? value : one));
}
