import type { LedgerPorts } from "../../../plugin/connectors/connector.ts";
import {
  type Clock,
  type Http,
  HttpFailure,
  type Limiter,
  type Secrets,
  type Vault,
} from "../../../plugin/ports.ts";
import { memoryShelf } from "./memory-shelf.ts";

/** Ports for tests of connectors: real HTTP on loopback, everything else in memory. */

/** One exchange over fetch; a refused connection is the only failure that certainly sent nothing. */
export const loopbackHttp: Http = async (request) => {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      redirect: "manual",
      signal: AbortSignal.timeout(request.timeoutMs),
      ...(request.headers === undefined ? {} : { headers: request.headers }),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: bytes.toString("utf8"),
      ...(request.wants === undefined ? {} : { bytes }),
    };
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const refused = cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED";
    throw new HttpFailure("no answer", { sent: !refused, cause: error });
  }
};

export interface TestClock extends Clock {
  forward(ms: number): void;
}

/** A clock that stands still until it is moved; nobody waits for it. */
export function testClock(start: string): TestClock {
  let now = Date.parse(start);
  return {
    now: () => now,
    sleep: async () => {},
    forward: (ms) => {
      now += ms;
    },
  };
}

export interface TestVault extends Vault {
  readonly stored: Secrets;
}

/** Secrets in memory; updates run one after the other, as the promise of the port says. */
export function memoryVault(secrets: Secrets): TestVault {
  let stored = secrets;
  let last: Promise<unknown> = Promise.resolve();
  return {
    get stored() {
      return stored;
    },
    read: async () => stored,
    update(change) {
      const next = last.then(async () => {
        stored = await change(stored);
        return stored;
      });
      last = next.catch(() => {});
      return next;
    },
  };
}

export interface TestLimiter extends Limiter {
  readonly taken: { key: string; calls: number; perMs: number; lane: string }[];
  readonly pauses: { key: string; ms: number }[];
}

/** Lets every call through and remembers what was asked. */
export function countingLimiter(): TestLimiter {
  const taken: TestLimiter["taken"] = [];
  const pauses: TestLimiter["pauses"] = [];
  return {
    taken,
    pauses,
    through: async (key, { calls, perMs }, lane, call) => {
      taken.push({ key, calls, perMs, lane });
      return await call();
    },
    pause: async (key, ms) => {
      pauses.push({ key, ms });
    },
  };
}

export const silentLog: LedgerPorts["log"] = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  during: (_detail, work) => work(),
};

export function ledgerPorts(parts: Partial<LedgerPorts> & Pick<LedgerPorts, "vault" | "clock">): LedgerPorts {
  return {
    http: loopbackHttp,
    log: silentLog,
    limiter: countingLimiter(),
    lane: "backlog",
    settings: async () => ({}),
    shelf: memoryShelf(),
    ...parts,
  };
}
