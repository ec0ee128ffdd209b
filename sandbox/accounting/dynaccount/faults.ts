import { z } from "zod";
import type { Company } from "./company.ts";
import { initialSwitches, type Switches, switchSchema } from "./switches.ts";

/** What may go wrong with a single call. "After write" means the call took effect and its caller cannot know. */
const faultKinds = [
  "timeout-after-write",
  "timeout-before-write",
  "connection-reset-after-write",
  "html-500",
  "empty",
  "429",
  "slow",
  "unauthorized",
] as const;

type FaultKind = (typeof faultKinds)[number];

/** A fault that waits for its call. */
export interface Fault {
  /** `put/debtor_invoice`; `*` stands for any operation or any name. */
  match: string;
  fault: FaultKind;
  /** How many calls it hits; once when left out. */
  times?: number | undefined;
  /** How many matching calls go through before. */
  after?: number | undefined;
  /** How long "slow" takes (3000), and when a time-out at last drops the connection (never). */
  ms?: number | undefined;
}

/** Makes the stand-in misbehave on purpose. */
export interface FaultSwitchboard {
  /** Lets the next matching calls fail. Faults are used up in the order they were set. */
  next(fault: Fault): void;
  /** Sets standing conditions of the company. */
  set(switches: Partial<Switches>): void;
  switches(): Readonly<Switches>;
  pending(): readonly Fault[];
  /** Forgets waiting faults and puts every switch back. */
  clear(): void;
}

/** The switchboard with the half the server uses. */
export interface FaultQueue extends FaultSwitchboard {
  /** Uses up the first fault that matches. */
  take(call: string): Fault | undefined;
}

/** A switchboard over the company of one stand-in. */
export function faultQueue(company: Company): FaultQueue {
  const queue: (Fault & { times: number; after: number })[] = [];
  return {
    next: (fault) => {
      queue.push({ ...fault, times: fault.times ?? 1, after: fault.after ?? 0 });
    },
    set: (switches) => {
      Object.assign(company.switches, switches);
    },
    switches: () => ({ ...company.switches }),
    pending: () => queue.map((fault) => ({ ...fault })),
    clear: () => {
      queue.length = 0;
      company.switches = { ...initialSwitches };
    },
    take: (call) => {
      const fault = queue.find((one) => matches(one.match, call));
      if (fault === undefined) return undefined;
      if (fault.after > 0) {
        fault.after -= 1;
        return undefined;
      }
      fault.times -= 1;
      if (fault.times === 0) queue.splice(queue.indexOf(fault), 1);
      return fault;
    },
  };
}

function matches(pattern: string, call: string): boolean {
  const [operation, name] = pattern.split("/");
  const [calledOperation, calledName] = call.split("/");
  const fits = (wanted: string | undefined, given: string | undefined) => wanted === "*" || wanted === given;
  return fits(operation, calledOperation) && fits(name, calledName);
}

/** What another process may post to `/_admin/faults`: a fault, switches, or both, in one flat object. */
export const faultRequest = switchSchema.partial().extend({
  match: z
    .string()
    .regex(/^[a-z_*]+\/[a-z_*]+$/)
    .optional(),
  fault: z.enum(faultKinds).optional(),
  times: z.int().min(1).optional(),
  after: z.int().min(0).optional(),
  ms: z.int().min(0).optional(),
  clear: z.literal(true).optional(),
});
