import { z } from "zod";
import type { Entity } from "./entity.ts";
import { initialSwitches, type Switches } from "./switches.ts";

/** What may go wrong with a single call. "After write" means the call took effect and its caller cannot know. */
export const faultKinds = [
  "timeout-after-write",
  "timeout-before-write",
  "connection-reset-after-write",
  "500",
  "503",
  "429",
  "html-502",
  "slow",
  "token-expired",
  "busy",
  "unknown-code",
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** A fault that waits for its call. */
export interface Fault {
  /** Name of an operation; `*` for any. */
  match: string;
  fault: FaultKind;
  /** How many calls it hits; once when left out. */
  times?: number;
  /** How many matching calls go through before. */
  after?: number;
  /** How long "slow" takes (3000), and when a time-out at last drops the connection (never). */
  ms?: number;
}

/** Makes the stand-in misbehave on purpose. */
export interface FaultSwitchboard {
  /** Lets the next matching calls fail. Faults are used up in the order they were set. */
  next(fault: Fault): void;
  /** Sets standing conditions of an entity, the first one unless named. */
  set(switches: Partial<Switches>, entity?: string): void;
  switches(entity?: string): Readonly<Switches>;
  /** Every token given out so far is over. */
  expireTokens(): void;
  pending(): readonly Fault[];
  /** Forgets waiting faults and puts every switch back. */
  clear(): void;
}

/** The switchboard with the half the server uses. */
export interface FaultQueue extends FaultSwitchboard {
  /** Uses up the first fault that matches. */
  take(operation: string): Fault | undefined;
}

export function faultQueue(
  entityOf: (id?: string) => Entity,
  entities: () => Iterable<Entity>,
  expireTokens: () => void,
): FaultQueue {
  const queue: (Fault & { times: number; after: number })[] = [];
  return {
    next: (fault) => {
      queue.push({ ...fault, times: fault.times ?? 1, after: fault.after ?? 0 });
    },
    set: (switches, id) => {
      Object.assign(entityOf(id).switches, switches);
    },
    switches: (id) => ({ ...entityOf(id).switches }),
    expireTokens,
    pending: () => queue.map((fault) => ({ ...fault })),
    clear: () => {
      queue.length = 0;
      for (const entity of entities()) entity.switches = { ...initialSwitches };
    },
    take: (operation) => {
      const index = queue.findIndex(({ match }) => match === "*" || match === operation);
      const fault = queue[index];
      if (fault === undefined) return undefined;
      if (fault.after > 0) {
        fault.after -= 1;
        return undefined;
      }
      fault.times -= 1;
      if (fault.times === 0) queue.splice(index, 1);
      return fault;
    },
  };
}

const day = z.iso.date();

/** What another process may post to `/_admin/faults`: a fault, switches, or both at once. */
export const faultRequest = z.strictObject({
  match: z
    .string()
    .regex(/^(\*|[A-Za-z]+)$/)
    .optional(),
  fault: z.enum(faultKinds).optional(),
  times: z.int().min(1).optional(),
  after: z.int().min(0).optional(),
  ms: z.int().min(0).optional(),
  entity: z.string().optional(),
  clear: z.literal(true).optional(),
  expireTokens: z.literal(true).optional(),
  lockedUntil: day.nullable().optional(),
  approval: z.boolean().optional(),
  brokenDefaults: z.boolean().optional(),
  ratesInPercent: z.boolean().optional(),
  typesInWords: z.boolean().optional(),
  readOnly: z.boolean().optional(),
  revoked: z.boolean().optional(),
});
