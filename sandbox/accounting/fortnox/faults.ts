import { z } from "zod";
import type { Company } from "./company.ts";
import type { VatRateRecord } from "./records.ts";
import { isCalendarDay } from "./swedish-time.ts";
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
  "unauthorized",
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** A fault that waits for its call. */
export interface Fault {
  /** `POST /3/invoices`; `*` stands for any method or any one part of the path. */
  match: string;
  fault: FaultKind;
  /** How many calls it hits; once when left out. */
  times?: number;
  /** How long "slow" takes (3000), and when a time-out at last drops the connection (never). */
  ms?: number;
}

/** Makes the stand-in misbehave on purpose. */
export interface FaultSwitchboard {
  /** Lets the next matching calls fail. Faults are used up in the order they were set. */
  next(fault: Fault): void;
  /** Sets standing conditions of a company, the default one unless named. */
  set(switches: Partial<Switches>, databaseNumber?: number): void;
  switches(databaseNumber?: number): Readonly<Switches>;
  /** Sets up an own VAT rate; its output VAT goes to the account, 2670 unless named. */
  addVatRate(rate: { code: string; rate: string; account?: number }, databaseNumber?: number): void;
  /** The hour of every access token given out so far is over. */
  expireTokens(): void;
  pending(): readonly Fault[];
  /** Forgets waiting faults and puts every switch back. */
  clear(): void;
}

/** The switchboard with the half the server uses. */
export interface FaultQueue extends FaultSwitchboard {
  /** Uses up the first fault that matches. */
  take(method: string, path: string): Fault | undefined;
}

/** A switchboard over the companies of one stand-in. */
export function faultQueue(
  companyOf: (databaseNumber?: number) => Company,
  companies: () => Iterable<Company>,
  expireTokens: () => void,
): FaultQueue {
  const queue: Required<Pick<Fault, "match" | "fault" | "times">>[] & Fault[] = [];
  return {
    next: (fault) => {
      queue.push({ ...fault, times: fault.times ?? 1 });
    },
    set: (switches, databaseNumber) => {
      Object.assign(companyOf(databaseNumber).switches, switches);
    },
    switches: (databaseNumber) => ({ ...companyOf(databaseNumber).switches }),
    addVatRate: ({ code, rate, account }, databaseNumber) => {
      const record: VatRateRecord = { code, rate, account: account ?? 2670 };
      companyOf(databaseNumber).vatRates.set(code, record);
    },
    expireTokens,
    pending: () => queue.map((fault) => ({ ...fault })),
    clear: () => {
      queue.length = 0;
      for (const company of companies()) company.switches = { ...initialSwitches };
    },
    take: (method, path) => {
      const index = queue.findIndex((fault) => matches(fault.match, method, path));
      const fault = queue[index];
      if (fault === undefined) return undefined;
      fault.times -= 1;
      if (fault.times === 0) queue.splice(index, 1);
      return fault;
    },
  };
}

function matches(pattern: string, method: string, path: string): boolean {
  const [wantedMethod, wantedPath] = pattern.split(" ", 2);
  if (wantedMethod !== "*" && wantedMethod !== method) return false;
  const wanted = (wantedPath ?? "").split("/");
  const parts = path.split("/");
  return (
    wanted.length === parts.length && wanted.every((part, index) => part === "*" || part === parts[index])
  );
}

const day = z.string().refine(isCalendarDay, "a day, YYYY-MM-DD");

/** What another process may post to `/_admin/faults`: a fault, switches, VAT rates, or several at once. */
export const faultRequest = z.strictObject({
  match: z
    .string()
    .regex(/^(\*|GET|POST|PUT|DELETE) \/\S*$/)
    .optional(),
  fault: z.enum(faultKinds).optional(),
  times: z.int().min(1).optional(),
  ms: z.int().min(0).optional(),
  tenant: z.int().optional(),
  clear: z.literal(true).optional(),
  vatRates: z
    .array(
      z.strictObject({
        code: z.string().regex(/^[A-Z0-9]{1,10}$/),
        rate: z.string().regex(/^\d{1,2}(\.\d{1,2})?$/),
        account: z.int().optional(),
      }),
    )
    .optional(),
  lockedUntil: day.nullable().optional(),
  lockHidden: z.boolean().optional(),
  easyVat: z.boolean().optional(),
  wholeKrona: z.boolean().optional(),
  cashMethod: z.boolean().optional(),
  licence: z.boolean().optional(),
  scope: z.boolean().optional(),
  rateLimit: z.boolean().optional(),
  vatPerRow: z.boolean().optional(),
  noBankDetails: z.boolean().optional(),
  consentRevoked: z.boolean().optional(),
});
