import type { DatabaseSync } from "node:sqlite";

interface Statement {
  readonly run: () => unknown;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

interface Visit {
  readonly enter: () => void;
}

type Outcome = { readonly result: unknown } | { readonly error: unknown };

/** So many at most before others get the processor: a statement takes some tens of microseconds. */
const batchSize = 100;

/**
 * Whose turn it is on a database that one process holds, in the order they came. Statements that come together share
 * one commit: at each commit the process stands still until the disk has it, which is longer than most statements take.
 * None is answered before that commit, so what was answered is durable.
 */
export class SqliteLine {
  readonly #database: DatabaseSync;
  readonly #waiting: (Statement | Visit)[] = [];
  #isTaken = false;
  #isCalled = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Runs a statement of its own; resolves when what it wrote is durable. */
  take<T>(run: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run, resolve: resolve as Statement["resolve"], reject });
      this.#call();
    });
  }

  /** Resolves when nobody else is served until `leave`. */
  beAlone(): Promise<void> {
    return new Promise((enter) => {
      this.#waiting.push({ enter });
      this.#call();
    });
  }

  leave(): void {
    this.#isTaken = false;
    this.#call();
  }

  /** Not at once: everything that arrives in the same turn of the event loop is to share the commit. */
  #call(): void {
    if (this.#isTaken || this.#isCalled || this.#waiting.length === 0) return;
    this.#isCalled = true;
    setImmediate(() => {
      this.#isCalled = false;
      this.#serve();
    });
  }

  #serve(): void {
    const [first] = this.#waiting;
    if (first !== undefined && "enter" in first) {
      this.#waiting.shift();
      this.#isTaken = true;
      first.enter();
      return;
    }
    const end = this.#waiting.slice(0, batchSize).findIndex((one) => "enter" in one);
    const batch = this.#waiting
      .splice(0, end === -1 ? batchSize : end)
      .filter((one): one is Statement => "run" in one);
    settle(batch, this.#runTogether(batch));
    this.#call();
  }

  /**
   * One after the other in one transaction. SQLite takes a statement that fails back by itself and keeps the others,
   * unless the disk is full or broken: then it takes back all.
   */
  #runTogether(batch: readonly Statement[]): Outcome[] {
    if (batch.length <= 1) return batch.map(outcomeOf);
    try {
      this.#database.exec("begin immediate");
      const outcomes = batch.map((statement) => {
        const outcome = outcomeOf(statement);
        if ("error" in outcome && !this.#database.isTransaction) throw outcome.error;
        return outcome;
      });
      this.#database.exec("commit");
      return outcomes;
    } catch (error) {
      // Nothing of it was written. Whoever closed the database did not wait for these.
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec("rollback");
      return batch.map(() => ({ error }));
    }
  }
}

function outcomeOf({ run }: Statement): Outcome {
  try {
    return { result: run() };
  } catch (error) {
    return { error };
  }
}

function settle(batch: readonly Statement[], outcomes: readonly Outcome[]): void {
  batch.forEach(({ resolve, reject }, index) => {
    const outcome = outcomes[index];
    if (outcome !== undefined && "result" in outcome) resolve(outcome.result as never);
    else reject(outcome?.error);
  });
}
