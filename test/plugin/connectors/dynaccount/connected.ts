import { onTestFinished } from "vitest";
import type {
  Ledger,
  LedgerPorts,
  LedgerRef,
  LedgerResult,
  Operation,
  Performed,
} from "../../../../plugin/connectors/connector.ts";
import type {
  PlannedCustomer,
  PlannedDocument,
  PlannedPayment,
  PlannedRow,
} from "../../../../plugin/domain/plan.ts";
import type { Problem } from "../../../../plugin/domain/problem.ts";
import { CHOSEN, type DynaccountWorld, dynaccountWorld } from "../../../contract/dynaccount-world.ts";
import { ledgerPorts, memoryVault, testClock } from "../ledger-ports.ts";
import { aCustomer, aDocument, aPayment, aRow } from "../plans.ts";

/** A company of Dynaccount with a debtor, connected; today is 15 April 2026. */
export interface Connected extends DynaccountWorld {
  readonly ledger: Ledger;
  readonly debtor: string;
  create(document?: PlannedDocument, credits?: LedgerRef | null): Extract<Operation, { step: "create" }>;
  made(document?: PlannedDocument, credits?: LedgerRef | null): Promise<Performed>;
  booked(document?: PlannedDocument, credits?: LedgerRef | null): Promise<LedgerRef>;
  /** Calls since they were last forgotten. */
  calls(): string[];
  /** The same company for another process. */
  open(ports?: Partial<LedgerPorts>): Ledger;
}

let counter = 0;

export async function connected(
  own: Readonly<Record<string, unknown>> = {},
  parts: Partial<LedgerPorts> = {},
): Promise<Connected> {
  const clock = testClock("2026-04-15T10:00:00Z");
  const world = await dynaccountWorld(clock);
  onTestFinished(() => world.close());
  const done = worked(await world.connect("allow"));
  const open = (more: Partial<LedgerPorts> = {}) =>
    world.connector.open(
      { id: 1, installationId: 1, ledgerTenant: done.ledgerTenant },
      ledgerPorts({
        clock,
        vault: memoryVault(done.secrets),
        settings: async () => ({ ...CHOSEN, ...own }),
        ...parts,
        ...more,
      }),
    );
  const ledger = open();
  const customer = { step: "customer", customer: danish(), reference: "LR-customer" } as const;
  const debtor = worked(await ledger.perform(customer)).ref.number;
  const create = (document = sale(), credits: LedgerRef | null = null) => {
    counter += 1;
    const reference = `LR-${String(counter).padStart(32, "0")}`;
    return { step: "create", document, reference, customerNumber: debtor, articles: {}, credits } as const;
  };
  const made = async (document = sale(), credits: LedgerRef | null = null) =>
    worked(await ledger.perform(create(document, credits)));
  world.standIn.books.resetCalls();
  return {
    ...world,
    ledger,
    debtor,
    open,
    create,
    made,
    booked: async (document = sale(), credits = null) => {
      const { ref } = await made(document, credits);
      return worked(await ledger.perform({ step: "book", document, ref })).ref;
    },
    calls: () => world.standIn.books.calls().map(({ call }) => call),
  };
}

export const danish = (changes: Partial<PlannedCustomer> = {}): PlannedCustomer =>
  aCustomer({ currency: "DKK", country: "DK", bill: { ...aCustomer().bill, country: "DK" }, ...changes });

/** One mug for 125.00 with 25.00 of VAT. */
export const mug = (changes: Partial<PlannedRow> = {}): PlannedRow =>
  aRow({ account: "1100", country: "DK", ...changes });

export const sale = (changes: Partial<PlannedDocument> = {}): PlannedDocument =>
  aDocument({ currency: "DKK", customer: danish(), rows: [mug()], ...changes });

export const credit = (changes: Partial<PlannedDocument> = {}): PlannedDocument =>
  sale({ key: "refund-R1", kind: "credit_note", credits: "invoice", ...changes });

export const money = (changes: Partial<PlannedPayment> = {}): PlannedPayment =>
  aPayment({ currency: "DKK", account: "5700", ...changes });

export function worked<T>(result: LedgerResult<T>): T {
  if (!result.ok) throw new Error(`expected a result, got ${JSON.stringify(result.problem)}`);
  return result.value;
}

export function failed(result: LedgerResult<unknown>): Problem {
  if (result.ok) throw new Error(`expected a problem, got ${JSON.stringify(result.value)}`);
  return result.problem;
}
