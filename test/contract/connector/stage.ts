import { expect } from "vitest";
import type {
  ConsentDone,
  Ledger,
  LedgerRef,
  LedgerResult,
  Operation,
  Performed,
} from "../../../plugin/connectors/connector.ts";
import type {
  PlannedCustomer,
  PlannedDocument,
  PlannedPayment,
  PlannedRow,
} from "../../../plugin/domain/plan.ts";
import type { Http } from "../../../plugin/ports.ts";
import { ledgerPorts, loopbackHttp, memoryVault, testClock } from "../../plugin/connectors/ledger-ports.ts";
import { aCustomer, aDocument, aPayment, aRow } from "../../plugin/connectors/plans.ts";
import { failed, worked } from "./results.ts";
import type { Abilities, LedgerWorld } from "./world.ts";

const TODAY = "2026-04-15T10:00:00Z";

/** One ledger with one company connected, and the sales that all parts of the contract are about. */
export type Stage = ReturnType<typeof createStage>;

/** `open` has to come before everything else. */
export function createStage(start: (clock: { now(): number }) => Promise<LedgerWorld>, able: Abilities) {
  const clock = testClock(TODAY);
  let opened: { world: LedgerWorld; connected: ConsentDone; ledger: Ledger } | undefined;
  let counter = 0;
  const now = () => {
    if (opened === undefined) throw new Error("the stage is not open yet");
    return opened;
  };
  const workerOf = (world: LedgerWorld, connected: ConsentDone, http: Http): Ledger =>
    world.connector.open(
      { id: 1, installationId: 1, ledgerTenant: connected.ledgerTenant },
      ledgerPorts({
        clock,
        http,
        vault: memoryVault(connected.secrets),
        settings: async () => world.ownSettings ?? {},
        ...(world.shelf === undefined ? {} : { shelf: world.shelf }),
      }),
    );
  /** A worker in a process of its own: nothing is shared but the vault. */
  const worker = (http: Http = loopbackHttp): Ledger => workerOf(now().world, now().connected, http);
  /** An outcome that nobody knows yet. */
  const unheard = async (outcome: Promise<LedgerResult<Performed>>): Promise<void> => {
    if (able.isOurs === true) await expect(outcome).rejects.toThrow("the database is away");
    else expect(failed(await outcome)).toMatchObject({ act: "retry", inDoubt: true });
  };
  const lacks = (what: NonNullable<Abilities["lacks"]>[number]) => able.lacks?.includes(what) === true;
  const reference = (): string => {
    counter += 1;
    return `relay-${String(counter).padStart(10, "0")}`;
  };
  const document = (changes: Partial<PlannedDocument> = {}): PlannedDocument =>
    aDocument({
      currency: now().world.baseCurrency,
      rows: [aRow({ account: now().world.accounts.sales })],
      ...changes,
    });
  const payment = (changes: Partial<PlannedPayment> = {}): PlannedPayment =>
    aPayment({ currency: now().world.baseCurrency, account: now().world.accounts.clearing, ...changes });
  const customer = (changes: Partial<PlannedCustomer> = {}): PlannedCustomer =>
    aCustomer({ currency: now().world.baseCurrency, ...changes });
  const asCharged = () => ({
    currency: now().world.baseCurrency,
    gross: "125.00",
    vat: "25.00",
    rounding: "0.00",
  });
  const newCustomer = async (changes: Partial<PlannedCustomer> = {}): Promise<string> => {
    const operation = { step: "customer", customer: customer(changes), reference: reference() } as const;
    return worked(await now().ledger.perform(operation)).ref.number;
  };
  /** Whom each document was made out to. */
  const buyers = new Map<string, string>();
  const payOperation = (ref: LedgerRef, changes: Partial<PlannedPayment> = {}, planned = document()) =>
    ({
      step: "pay",
      document: planned,
      ref,
      payment: payment(changes),
      known: [],
      reference: reference(),
      customerNumber: buyers.get(ref.id) ?? "",
    }) as const satisfies Operation;
  const createOperation = async (planned = document(), credits: LedgerRef | null = null) =>
    ({
      step: "create",
      document: planned,
      reference: reference(),
      customerNumber: await newCustomer(),
      articles: {},
      credits,
    }) as const satisfies Operation;
  const newDocument = async (planned = document(), credits: LedgerRef | null = null): Promise<Performed> => {
    const operation = await createOperation(planned, credits);
    const made = worked(await now().ledger.perform(operation));
    buyers.set(made.ref.id, operation.customerNumber);
    return made;
  };
  const bookedDocument = async (
    planned = document(),
    credits: LedgerRef | null = null,
  ): Promise<LedgerRef> => {
    const { ref } = await newDocument(planned, credits);
    worked(await now().ledger.perform({ step: "book", document: planned, ref }));
    return ref;
  };
  const inBooks = (ref: LedgerRef) =>
    now()
      .world.books()
      .documents.find((each) => each.id === ref.id);

  const two = (changes: Partial<PlannedRow> = {}): PlannedRow =>
    aRow({
      account: now().world.accounts.sales,
      quantity: "2",
      unitPrice: "62.50",
      net: "100.00",
      vat: "25.00",
      gross: "125.00",
      ...changes,
    });
  const sum = { net: "50.00", vat: "12.50", gross: "62.50" };
  const half = (changes: Partial<PlannedDocument> = {}): PlannedDocument =>
    document({ rows: [two({ quantity: "1", ...sum })], ...sum, ...changes });
  /** A draft of two pieces, and what brings it down to one. */
  const draft = async (kind: "invoice" | "order" = "invoice") => {
    const key = kind;
    const operation = await createOperation(document({ key, kind, booking: "draft", rows: [two()] }));
    const made = worked(await now().ledger.perform(operation));
    const { reference: ours, customerNumber, articles, credits } = operation;
    const whole = { reference: ours, customerNumber, articles, credits };
    const before = { ...whole, document: operation.document };
    const update = {
      step: "update",
      ...before,
      document: half({ key, kind, booking: "draft" }),
      ref: made.ref,
      before,
    } as const;
    return { operation, ref: made.ref, update };
  };

  return {
    able,
    clock,
    get world() {
      return now().world;
    },
    get connected() {
      return now().connected;
    },
    get ledger() {
      return now().ledger;
    },
    async open() {
      const world = await start(clock);
      const connected = worked(await world.connect("allow"));
      opened = { world, connected, ledger: workerOf(world, connected, loopbackHttp) };
    },
    close: () => now().world.close(),
    worker,
    unheard,
    lacks,
    reference,
    document,
    payment,
    customer,
    asCharged,
    newCustomer,
    buyers,
    payOperation,
    createOperation,
    newDocument,
    bookedDocument,
    inBooks,
    two,
    half,
    draft,
  };
}
