/**
 * What the product needs from its host, as small documented promises.
 * The product never reads the environment, listens, or imports a driver: a host hands these in once.
 */

export interface Ports {
  readonly clock: Clock;
  readonly log: Log;
  readonly http: Http;
  readonly secrets: SecretBox;
  readonly queue: JobQueue;
  readonly limiter: Limiter;
  readonly points: Points;
  readonly faultPoint: FaultPoint;
  /** Null where the host has no mail server. */
  readonly mailer: Mailer | null;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Log {
  debug(message: string, detail?: Record<string, unknown>): void;
  info(message: string, detail?: Record<string, unknown>): void;
  warn(message: string, detail?: Record<string, unknown>): void;
  error(message: string, detail?: Record<string, unknown>): void;
  /** Does the work; every line written meanwhile, also by what the work calls, carries these details. */
  during<T>(detail: Readonly<Record<string, unknown>>, work: () => Promise<T>): Promise<T>;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  /** Larger answers are refused. */
  readonly maxBytes?: number;
  /** `bytes`: the answer as it came, for what is no text. */
  readonly wants?: "bytes";
  /** True for addresses a stranger chose: only public addresses, checked after resolving (loopback outside production). */
  readonly untrusted?: boolean;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Where they were asked for; `body` is the same read as text. */
  readonly bytes?: Uint8Array;
}

/**
 * One HTTP exchange; redirects are never followed. A status is an answer, never an exception.
 * Throws `HttpFailure` when there is no answer; `sent` tells whether the request may have reached the other side.
 */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

export class HttpFailure extends Error {
  /** False only when it is certain that nothing was sent (name not resolved, connection refused, address forbidden). */
  readonly sent: boolean;
  constructor(message: string, options: { sent: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = "HttpFailure";
    this.sent = options.sent;
  }
}

export interface Mail {
  /** Shown as the sender's name; the address is the host's. */
  readonly fromName: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly {
    readonly name: string;
    readonly type: string;
    readonly content: Uint8Array;
  }[];
}

/**
 * `refused`: the server said no for good, to the address or the content. `failed`: it may take it later; `sent` tells
 * whether the mail may have left all the same.
 */
export type MailResult =
  | { readonly outcome: "sent" }
  | { readonly outcome: "refused"; readonly reason: string }
  | { readonly outcome: "failed"; readonly sent: boolean; readonly reason: string };

/** Hands one mail to the host's mail server. Never throws for what the server says. */
export interface Mailer {
  send(mail: Mail): Promise<MailResult>;
}

/** Encryption at rest. `context` is bound into the ciphertext: a secret copied to another row does not open. */
export interface SecretBox {
  seal(plain: string, context: string): Promise<string>;
  /** Throws when the text was altered, the key is gone or the context is another. */
  open(sealed: string, context: string): Promise<string>;
}

/** `people`: somebody is looking at the page; goes before the backlog. */
export type Lane = "people" | "backlog";

export type Job =
  | { readonly kind: "inbox" }
  | {
      readonly kind: "transfer";
      readonly installationId: number;
      readonly connectionId: number;
      readonly orderId: string;
      readonly lane: Lane;
    }
  | { readonly kind: "sweep"; readonly installationId: number }
  | { readonly kind: "stock"; readonly installationId: number; readonly connectionId: number }
  | {
      readonly kind: "notification";
      readonly installationId: number;
      readonly connectionId: number;
      readonly notification: "errors" | "digest";
    }
  | { readonly kind: "webhooks"; readonly installationId: number; readonly endpointId: string }
  | { readonly kind: "import"; readonly installationId: number; readonly importId: number };

export interface JobOptions {
  readonly delayMs?: number;
  /** While a job with this key waits, adding it again does nothing. */
  readonly key?: string;
  /** Absent: backlog. */
  readonly lane?: Lane;
}

/**
 * Carries "look at row N", nothing else. Promises: at least once, in no order, not before its delay.
 * Jobs may be lost when the queue's store is emptied: rows in SQL are the truth and a sweep adds the jobs again.
 */
export interface JobQueue {
  add(jobs: readonly { readonly job: Job; readonly options?: JobOptions }[]): Promise<void>;
  /** Starts taking jobs, `concurrency` at a time. A handler that throws is logged and the job dropped (SQL brings it back). */
  work(handler: (job: Job) => Promise<void>, concurrency: number): void;
  /** Takes no new job and waits for the running ones, at most `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** How many calls the other side takes in any stretch of `perMs` milliseconds, and where it counts that, how many at once. */
export interface CallLimit {
  readonly calls: number;
  readonly perMs: number;
  readonly atOnce?: {
    readonly calls: number;
    /** No call lasts longer: the place of one whose process has ended is free again after so many milliseconds. */
    readonly longestMs: number;
  };
}

/** Counts calls per key over all processes. `people` may use the whole limit, `backlog` leaves a part free for them. */
export interface Limiter {
  /**
   * Makes the call when its turn has come and gives what it gave. Rejects with an `HttpFailure` that was not sent when
   * nobody can count at the moment, and with whatever the call rejects.
   */
  through<T>(key: string, limit: CallLimit, lane: Lane, call: () => Promise<T>): Promise<T>;
  /** The other side said it is too much: nobody calls with this key for `ms`. */
  pause(key: string, ms: number): Promise<void>;
}

/** A bucket of points that fills by itself, as the other side says it stands. */
export interface PointBucket {
  readonly available: number;
  readonly maximum: number;
  readonly perSecond: number;
}

/**
 * Counts points per key over all processes, where the other side counts what a question costs instead of how many
 * there are. `take` rejects with an `HttpFailure` that was not sent when nobody can count at the moment; `settle` never
 * rejects, for the answer is there already and the next one says the same again.
 */
export interface Points {
  /**
   * Takes so many and gives 0; or takes nothing and gives the milliseconds until there may be enough. `people` may use
   * the whole bucket, `backlog` leaves a fifth. A bucket nobody has settled yet is not counted.
   */
  take(key: string, points: number, lane: Lane): Promise<number>;
  /**
   * After an answer: what was charged of the points taken, and how the other side says the bucket stands; null when it
   * did not say. Whoever took points settles them, also without an answer: others may wait for them.
   */
  settle(
    key: string,
    question: { readonly taken: number; readonly charged: number },
    bucket: PointBucket | null,
  ): Promise<void>;
}

/**
 * A named step of the exactly-once protocol. Does nothing in service; the kill test's host ends the process here.
 * Names: `<step>:reserved`, `<step>:performed`, `<step>:stored` with the steps of `connectors/connector.ts`.
 */
export type FaultPoint = (name: string) => void;

/**
 * The secrets of one installation or connection, encrypted at rest.
 * `update` runs one at a time over all processes; what the function returns is stored before it resolves.
 */
export interface Vault {
  read(): Promise<Secrets>;
  update(change: (current: Secrets) => Promise<Secrets>): Promise<Secrets>;
}

/** A flat record of texts; each adapter parses its own. */
export type Secrets = Readonly<Record<string, string>>;
