import type { Request, RequestHandler } from "express";
import type { Clock } from "../ports.ts";

/** Far above what people, shops and broken programs do. */
const MOST = 600;
const WINDOW_MS = 60_000;
/** Addresses remembered at once: about 5 MB. */
const MOST_ADDRESSES = 20_000;

interface Seen {
  readonly until: number;
  count: number;
}

/**
 * Counts requests that proved nothing by the sender's address, in this process, in windows of a minute. Who proves to
 * be a shop, a user or a key is never counted, however much she sends.
 */
export class StrangerLimit {
  readonly #clock: Pick<Clock, "now">;
  readonly #seen = new Map<string, Seen>();

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  /** Counts one; gives the seconds to wait when it is one too many, else null. */
  count(request: Pick<Request, "ip">): number | null {
    const now = this.#clock.now();
    const name = network(request.ip ?? "");
    const seen = this.#seen.get(name);
    if (seen === undefined || seen.until <= now) {
      this.#forget(now);
      this.#seen.set(name, { until: now + WINDOW_MS, count: 1 });
      return null;
    }
    seen.count += 1;
    return seen.count > MOST ? Math.ceil((seen.until - now) / 1000) : null;
  }

  /** Before pages where nobody can be proven yet: a browser on its way through an install or a consent. */
  gate(): RequestHandler {
    return (request, response, next) => {
      const wait = this.count(request);
      if (wait === null) return next();
      const problem = {
        type: "about:blank",
        title: "Too many requests",
        status: 429,
        code: "TOO_MANY_REQUESTS",
      };
      response.status(429).set("Retry-After", String(wait));
      response.type("application/problem+json").send(JSON.stringify(problem));
    };
  }

  /** Windows that are over go first; when that is not enough, the oldest. */
  #forget(now: number): void {
    if (this.#seen.size < MOST_ADDRESSES) return;
    for (const [name, { until }] of this.#seen) {
      if (until > now && this.#seen.size < MOST_ADDRESSES) return;
      this.#seen.delete(name);
    }
  }
}

/** Whoever has one address of IPv6 has a whole /64 of them. */
function network(address: string): string {
  if (!address.includes(":") || address.includes(".")) return address;
  const [head = "", tail = ""] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0");
  const groups = address.includes("::") ? [...before, ...zeros, ...after] : before;
  return groups.slice(0, 4).join(":");
}
