import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  Capabilities,
  Connector,
  ConsentDone,
  Ledger,
  LedgerRef,
  LedgerResult,
  Operation,
  Performed,
  Shelf,
  Step,
} from "../../plugin/connectors/connector.ts";
import type {
  PlannedCustomer,
  PlannedDocument,
  PlannedPayment,
  PlannedRow,
} from "../../plugin/domain/plan.ts";
import type { Problem } from "../../plugin/domain/problem.ts";
import { ledgerPorts, memoryVault, testClock } from "../plugin/connectors/ledger-ports.ts";
import { aCustomer, aDocument, anArticle, aPayment, aRow } from "../plugin/connectors/plans.ts";

/** What may happen to the next call that writes a step. */
export type Trouble = "answer lost" | "outage before writing" | "too many calls" | "login expired";

/** A connector and the stand-in it talks to; one factory per ledger. */
export interface LedgerWorld {
  readonly connector: Connector;
  /** What our own database keeps for it; absent = nothing. */
  readonly shelf?: Shelf;
  /** The merchant's choices of the connector's own settings, complete; absent = it needs none. */
  readonly ownSettings?: unknown;
  /** Goes through the connecting in a person's stead, who gives a consent or the right keys, or does not. */
  connect(answer: "allow" | "deny"): Promise<LedgerResult<ConsentDone>>;
  next(step: Step | "create order", trouble: Trouble): void;
  lockUntil(day: string | null): void;
  revokeConsent(): void;
  /** Does what the ledger leaves to a person: books vouchers that wait in a draft. Absent = nothing is left. */
  bookkeep?(): void;
  books(): Books;
  readonly baseCurrency: string;
  /** Domestic rates the ledger has accounts for by itself. */
  readonly domesticRates: readonly string[];
  /** Accounts that exist in the stand-in. */
  readonly accounts: { readonly sales: string; readonly rounding: string; readonly clearing: string };
  close(): Promise<void>;
}

/** What stands in the ledger, in the ledger's own signs. */
export interface Books {
  readonly customers: readonly { readonly number: string; readonly name: string }[];
  readonly articles: readonly { readonly number: string }[];
  readonly documents: readonly {
    readonly id: string;
    readonly total: string;
    readonly vat: string;
    readonly booked: boolean;
    readonly cancelled: boolean;
    readonly open: string;
  }[];
  readonly payments: readonly { readonly amount: string; readonly booked: boolean }[];
  readonly vouchers: readonly {
    readonly number: string;
    readonly date: string;
    /** "account debit credit" */
    readonly lines: readonly string[];
  }[];
  /** With the document's id. */
  readonly emails: readonly { readonly to: string; readonly document: string }[];
}

const journalLine = (account: string, debit: string, credit: string) => ({
  account,
  debit,
  credit,
  costCentre: null,
  project: null,
  text: "Plan",
  why: "a prepaid period (R18)",
  source: null,
});

const TODAY = "2026-04-15T10:00:00Z";

/** What only some ledgers can do, and what some cannot. */
export interface Abilities extends Pick<Capabilities, "updatesDrafts" | "orders"> {
  readonly lacks?: readonly ("barcodes" | "lock dates" | "a rounding account" | "invoicing orders")[];
  /** A document that is to be booked is made and booked by one call, so that nothing about it can be corrected. */
  readonly booksAtOnce?: boolean;
  /** A login that expired is made anew from what we keep; absent = where a consent was given. */
  readonly renewsLogin?: boolean;
  /**
   * Kept in our own database: there is nobody to sign in to and no call to count, and an outage is the database's, which
   * is thrown and leaves the order to its lease.
   */
  readonly isOurs?: boolean;
}

/** What every connector promises, tried against its stand-in. */
export function connectorContract(
  name: string,
  start: (clock: { now(): number }) => Promise<LedgerWorld>,
  able: Abilities = {},
): void {
  describe(`${name}: the connector's contract`, () => {
    const clock = testClock(TODAY);
    let world: LedgerWorld;
    let done: ConsentDone;
    let ledger: Ledger;
    let counter = 0;

    /** A worker in a process of its own: nothing is shared but the vault. */
    const worker = (): Ledger =>
      world.connector.open(
        { id: 1, installationId: 1, ledgerTenant: done.ledgerTenant },
        ledgerPorts({
          clock,
          vault: memoryVault(done.secrets),
          settings: async () => world.ownSettings ?? {},
          ...(world.shelf === undefined ? {} : { shelf: world.shelf }),
        }),
      );
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
        currency: world.baseCurrency,
        rows: [aRow({ account: world.accounts.sales })],
        ...changes,
      });
    const payment = (changes: Partial<PlannedPayment> = {}): PlannedPayment =>
      aPayment({ currency: world.baseCurrency, account: world.accounts.clearing, ...changes });
    const customer = (changes: Partial<PlannedCustomer> = {}): PlannedCustomer =>
      aCustomer({ currency: world.baseCurrency, ...changes });
    const asCharged = () => ({
      currency: world.baseCurrency,
      gross: "125.00",
      vat: "25.00",
      rounding: "0.00",
    });
    const newCustomer = async (changes: Partial<PlannedCustomer> = {}): Promise<string> => {
      const operation = { step: "customer", customer: customer(changes), reference: reference() } as const;
      return worked(await ledger.perform(operation)).ref.number;
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
    const newDocument = async (
      planned = document(),
      credits: LedgerRef | null = null,
    ): Promise<Performed> => {
      const operation = await createOperation(planned, credits);
      const made = worked(await ledger.perform(operation));
      buyers.set(made.ref.id, operation.customerNumber);
      return made;
    };
    const bookedDocument = async (
      planned = document(),
      credits: LedgerRef | null = null,
    ): Promise<LedgerRef> => {
      const { ref } = await newDocument(planned, credits);
      worked(await ledger.perform({ step: "book", document: planned, ref }));
      return ref;
    };
    const inBooks = (ref: LedgerRef) => world.books().documents.find((each) => each.id === ref.id);

    beforeAll(async () => {
      world = await start(clock);
      done = worked(await world.connect("allow"));
      ledger = worker();
    });
    afterAll(() => world.close());

    describe("connecting", () => {
      it("names the company that was connected", () => {
        expect(done.companyName).not.toBe("");
        expect(done.ledgerTenant).not.toBe("");
      });

      if (able.isOurs !== true) {
        it("says so when the consent was not given", async () => {
          expect(failed(await world.connect("deny"))).toMatchObject({ act: "fix", code: "NOT_CONNECTED" });
        });
      }

      it("finds nothing wrong with a company in good order", async () => {
        expect(worked(await ledger.check({ orders: able.orders === true }))).toEqual([]);
      });

      it("says what it is able to do", () => {
        const { updatesDrafts, orders } = world.connector.capabilities;
        expect({ updatesDrafts: updatesDrafts === true, orders: orders === true }).toEqual({
          updatesDrafts: able.updatesDrafts === true,
          orders: able.orders === true,
        });
      });
    });

    describe("customers", () => {
      it("are made and then matched by their exact e-mail address", async () => {
        const number = await newCustomer({ email: "eva@example.com" });
        await newCustomer({ email: "xeva@example.com" });
        const matches = worked(
          await ledger.matchCustomers(customer({ email: "Eva@Example.com" }), ["email"]),
        );
        expect(matches.map((match) => match.number)).toEqual([number]);
      });

      it("match nobody when there is nothing to look for", async () => {
        await newCustomer({ email: null });
        const nameless = customer({
          email: null,
          phone: null,
          organisationNumber: null,
          vatNumber: null,
          id: null,
        });
        const keys = ["organisation_number", "vat_number", "email", "phone", "customer_number"] as const;
        expect(worked(await ledger.matchCustomers(nameless, keys))).toEqual([]);
      });

      it("are matched by their organisation number in any spelling, the oldest first", async () => {
        const company = { type: "B2B", company: "Bolaget AB", email: null } as const;
        const first = await newCustomer({ ...company, organisationNumber: "556123-4567" });
        const second = await newCustomer({ ...company, organisationNumber: "5561234567" });
        await newCustomer({ ...company, organisationNumber: "5561237777" });
        const wanted = customer({ ...company, organisationNumber: "165561234567" });
        const matches = worked(await ledger.matchCustomers(wanted, ["email", "organisation_number"]));
        expect(matches).toEqual([
          { number: first, age: 0 },
          { number: second, age: 1 },
        ]);
      });

      it("are updated on their own card", async () => {
        const number = await newCustomer();
        const changed = customer({ name: "Anna Berg" });
        worked(await ledger.perform({ step: "update-customer", customer: changed, number }));
        expect(world.books().customers.find((card) => card.number === number)?.name).toBe("Anna Berg");
      });

      it("that were made although the answer was lost are found by our reference among namesakes", async () => {
        const buyer = customer({ email: null, name: "Lost Answer" });
        await newCustomer({ email: null, name: "Lost Answer" });
        const operation = { step: "customer", customer: buyer, reference: reference() } as const;
        expect(worked(await ledger.find(operation))).toBeNull();
        world.next("customer", "answer lost");
        await unheard(ledger.perform(operation));
        const newest = world.books().customers.at(-1);
        expect(worked(await ledger.find(operation))).toMatchObject({ ref: { number: newest?.number } });
      });
    });

    describe("articles", () => {
      it("are absent, then made once by two workers at the same time, then matched by SKU", async () => {
        const article = anArticle({ sku: "TWO-1", title: "Two workers" });
        expect(worked(await ledger.matchArticle(article, "sku"))).toBeNull();
        const operation = { step: "article", article, product: null, reference: reference() } as const;
        const both = await Promise.all([worker().perform(operation), worker().perform(operation)]);
        expect(both.map((result) => worked(result).ref.number)).toEqual(["TWO-1", "TWO-1"]);
        expect(world.books().articles.filter((each) => each.number === "TWO-1")).toHaveLength(1);
        expect(worked(await ledger.matchArticle(article, "sku"))?.number).toBe("TWO-1");
        expect(worked(await ledger.find(operation))).toMatchObject({ ref: { number: "TWO-1" } });
      });

      it("are matched by their exact barcode", async () => {
        const article = anArticle({ sku: "CODE-1", barcode: "7310001234567" });
        worked(await ledger.perform({ step: "article", article, product: null, reference: reference() }));
        const other = { ...article, barcode: "310001234567" };
        const found = lacks("barcodes") ? undefined : "CODE-1";
        expect(worked(await ledger.matchArticle(article, "barcode"))?.number).toBe(found);
        expect(worked(await ledger.matchArticle(other, "barcode"))).toBeNull();
      });
    });

    describe("an invoice", () => {
      it("comes to what the shop charged and stays open for correction until it is booked", async () => {
        const { ref, totals, isBooked } = await newDocument();
        // Who books at once takes the amounts as they are, and reads nothing back unasked.
        if (able.booksAtOnce !== true) expect(totals).toEqual(asCharged());
        expect(isBooked === true).toBe(able.booksAtOnce === true);
        expect(inBooks(ref)).toMatchObject({ total: "125.00", booked: able.booksAtOnce === true });
      });

      it("takes a rounding row while it is unbooked", async () => {
        if (able.booksAtOnce === true)
          return expect.soft(world.connector.capabilities.updatesDrafts).not.toBe(true);
        const operation = await createOperation();
        const { ref } = worked(await ledger.perform(operation));
        const rounding = aRow({
          kind: "rounding",
          text: "Rounding",
          unitPrice: "0.05",
          gross: "0.05",
          net: "0.05",
          vat: "0.00",
          vatRate: "0",
          account: world.accounts.rounding,
        });
        const rounded = document({ rows: [...operation.document.rows, rounding], rounding: "0.05" });
        const adjust = { ...operation, step: "adjust", document: rounded, ref } as const;
        expect(worked(await ledger.find(adjust))).toBeNull();
        expect(worked(await ledger.perform(adjust)).totals).toMatchObject({ gross: "125.05", vat: "25.00" });
        expect(worked(await ledger.find(adjust))).toMatchObject({ ref, totals: { gross: "125.05" } });
      });

      it("is booked once, and booking it again is seen to have happened", async () => {
        const { ref } = await newDocument();
        const book = { step: "book", document: document(), ref } as const;
        if (able.booksAtOnce !== true) expect(worked(await ledger.find(book))).toBeNull();
        worked(await ledger.perform(book));
        expect(inBooks(ref)?.booked).toBe(true);
        expect(worked(await ledger.find(book))).toMatchObject({ ref: { id: ref.id } });
        expect(worked(await ledger.perform(book)).ref.id).toEqual(ref.id);
      });

      it("is paid with its own amount on the account of its method", async () => {
        const ref = await bookedDocument();
        const pay = payOperation(ref);
        expect(worked(await ledger.find(pay))).toBeNull();
        const paid = worked(await ledger.perform(pay)).ref;
        expect(worked(await ledger.find(pay))).toMatchObject({ ref: { id: paid.id } });
        const bookPayment = {
          step: "book-payment",
          document: document(),
          payment: payment(),
          ref: paid,
          documentRef: ref,
        } as const;
        if (world.connector.capabilities.booksPaymentsSeparately) {
          expect(worked(await ledger.find(bookPayment))).toBeNull();
          worked(await ledger.perform(bookPayment));
        }
        expect(worked(await ledger.find(bookPayment))).toMatchObject({ ref: { id: paid.id } });
        world.bookkeep?.();
        expect(inBooks(ref)?.open).toBe("0.00");
      });

      it("may have two equal payments, and the second is not taken for the first", async () => {
        const ref = await bookedDocument();
        const first = payOperation(ref, { amount: "62.50" });
        const known = [worked(await ledger.perform(first)).ref.id];
        expect(worked(await ledger.find({ ...first, known }))).toBeNull();
      });

      it("is e-mailed to the address of the plan", async () => {
        if (!world.connector.capabilities.canEmail) return expect.soft(world.books().emails).toEqual([]);
        const email = { to: "receiver@example.com", subject: "Your invoice", body: "Thank you" };
        const planned = document({ email });
        const ref = await bookedDocument(planned);
        worked(await ledger.perform({ step: "email", document: planned, ref, email }));
        const sent = world.books().emails.filter((each) => each.document === ref.id);
        expect(sent).toEqual([{ to: "receiver@example.com", document: ref.id }]);
      });

      it("is removed while it is a draft, and not found any more", async () => {
        if (!world.connector.capabilities.removesDrafts) {
          const { ref } = await newDocument();
          const refused = await ledger.perform({ step: "remove", document: document(), ref });
          return expect(failed(refused)).toMatchObject({ act: "fix", fix: { place: "ledger" } });
        }
        const operation = await createOperation();
        const { ref } = worked(await ledger.perform(operation));
        const remove = { step: "remove", document: document(), ref } as const;
        expect(worked(await ledger.find(remove))).toBeNull();
        worked(await ledger.perform(remove));
        expect(worked(await ledger.find(remove))).toMatchObject({ ref });
        expect(worked(await ledger.find(operation))).toBeNull();
      });
    });

    const two = (changes: Partial<PlannedRow> = {}): PlannedRow =>
      aRow({
        account: world.accounts.sales,
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
      const operation = await createOperation(document({ key, kind, rows: [two()] }));
      const made = worked(await ledger.perform(operation));
      const { reference: ours, customerNumber, articles, credits } = operation;
      const whole = { reference: ours, customerNumber, articles, credits };
      const before = { ...whole, document: operation.document };
      const update = {
        step: "update",
        ...before,
        document: half({ key, kind }),
        ref: made.ref,
        before,
      } as const;
      return { operation, ref: made.ref, update };
    };

    if (able.updatesDrafts === true)
      describe("a draft", () => {
        it("is brought up to date, and that is seen to have happened", async () => {
          const { ref, update } = await draft();
          expect(worked(await ledger.find(update))).toBeNull();
          expect(worked(await ledger.perform(update))).toMatchObject({ ref, totals: { gross: "62.50" } });
          expect(inBooks(ref)).toMatchObject({ total: "62.50", booked: false });
          expect(worked(await ledger.find(update))).toMatchObject({ ref, totals: { vat: "12.50" } });
        });

        it("loses rows, texts and articles that are gone, and gains others", async () => {
          const { ref, update } = await draft();
          const rows = [
            aRow({ kind: "text", text: "Only words", unitPrice: "0", net: "0", vat: "0", gross: "0" }),
          ];
          const next = { ...update.document, rows: [...rows, ...update.document.rows], reference: null };
          const changed = { ...update, document: next };
          expect(worked(await ledger.perform(changed)).totals).toMatchObject({
            gross: "62.50",
            vat: "12.50",
          });
          const before = { ...update.before, document: next };
          const back = { ...update, document: update.before.document, ref, before };
          expect(worked(await ledger.perform(back)).totals).toMatchObject({ gross: "125.00", vat: "25.00" });
        });

        it("whose change got no answer is found changed, or not", async () => {
          const { ref, update } = await draft();
          world.next("update", "answer lost");
          await unheard(ledger.perform(update));
          expect(worked(await worker().find(update))).toMatchObject({ ref });
          const other = await draft();
          world.next("update", "outage before writing");
          await unheard(ledger.perform(other.update));
          expect(worked(await worker().find(other.update))).toBeNull();
        });

        it("that somebody changed by hand is left alone", async () => {
          const { ref, operation, update } = await draft();
          const byHand = document({ rows: [two({ text: "Changed by hand" })] });
          worked(await ledger.perform({ ...operation, step: "adjust", document: byHand, ref }));
          const total = inBooks(ref)?.total;
          expect(failed(await ledger.perform(update))).toMatchObject({
            act: "fix",
            code: "CHANGED_IN_LEDGER",
          });
          expect(inBooks(ref)?.total).toBe(total);
          expect(worked(await ledger.find({ ...update, document: update.before.document }))).toBeNull();
        });

        it("that somebody has just booked is decided again", async () => {
          const { ref, update } = await draft();
          worked(await ledger.perform({ step: "book", document: document(), ref }));
          expect(failed(await ledger.perform(update))).toMatchObject({ act: "retry", inDoubt: false });
          expect(inBooks(ref)?.total).toBe("125.00");
        });
      });

    if (able.orders === true)
      describe("an order", () => {
        const invoicing = async (order: LedgerRef) => {
          const operation = await createOperation(document({ rows: [two()] }));
          return { ...operation, step: "invoice-order", order } as const;
        };

        it("is no entry in the books, is found by our reference and follows its changes", async () => {
          const before = world.books().documents.length;
          const { operation, ref, update } = await draft("order");
          expect(world.books().documents).toHaveLength(before);
          expect(worked(await ledger.find(operation))).toMatchObject({ ref, totals: { gross: "125.00" } });
          expect(worked(await ledger.perform(update))).toMatchObject({ ref, totals: { gross: "62.50" } });
          expect(worked(await ledger.find(update))).toMatchObject({ ref });
        });

        it("whose answer was lost is found and made once", async () => {
          const operation = await createOperation(document({ key: "order", kind: "order" }));
          world.next("create order", "answer lost");
          await unheard(ledger.perform(operation));
          expect(worked(await worker().find(operation))).toMatchObject({ totals: { gross: "125.00" } });
        });

        it("is invoiced once, with date and reference of the plan, also when the answer was lost", async () => {
          const { ref, update } = await draft("order");
          const operation = await invoicing(ref);
          if (lacks("invoicing orders")) {
            expect(failed(await ledger.perform(operation))).toMatchObject({ act: "fix" });
            return;
          }
          const book = { step: "book", document: update.before.document, ref } as const;
          expect(worked(await ledger.find(operation))).toBeNull();
          expect(worked(await ledger.find(book))).toBeNull();
          const before = world.books().documents.length;
          world.next("invoice-order", "answer lost");
          await unheard(ledger.perform(operation));
          // The invoice is there, but it does not bear our reference yet: the step is not done.
          expect(worked(await worker().find(operation))).toBeNull();
          const made = worked(await worker().perform(operation));
          expect(made.totals).toEqual(asCharged());
          expect(world.books().documents).toHaveLength(before + 1);
          expect(worked(await ledger.find(operation))).toMatchObject({ ref: { number: made.ref.number } });
          expect(worked(await ledger.find(book))).toMatchObject({ ref: { number: made.ref.number } });
          expect(failed(await ledger.perform(update))).toMatchObject({ act: "retry", inDoubt: false });
        });

        it("is cancelled as long as it is not invoiced, and not found any more", async () => {
          const { operation, ref } = await draft("order");
          const remove = { step: "remove", document: operation.document, ref } as const;
          expect(worked(await ledger.find(remove))).toBeNull();
          worked(await ledger.perform(remove));
          expect(worked(await ledger.find(remove))).toMatchObject({ ref });
          expect(worked(await ledger.find(operation))).toBeNull();
          const code = lacks("invoicing orders") ? "LEDGER_REJECTED" : "CHANGED_IN_LEDGER";
          expect(failed(await ledger.perform(await invoicing(ref)))).toMatchObject({ code });
        });
      });

    describe("a credit note", () => {
      const credit = () => document({ key: "refund-R1", kind: "credit_note", credits: "invoice" });

      it("mirrors the invoice, and the money that goes back settles it", async () => {
        const original = await bookedDocument();
        const operation = await createOperation(credit(), original);
        const { ref, totals } = worked(await ledger.perform(operation));
        buyers.set(ref.id, operation.customerNumber);
        if (able.booksAtOnce !== true) expect(totals).toEqual(asCharged());
        expect(worked(await ledger.find(operation))).toMatchObject({ ref, totals: asCharged() });
        worked(await ledger.perform({ step: "book", document: credit(), ref }));
        const pay = payOperation(ref, { direction: "out" }, credit());
        const paid = worked(await ledger.perform(pay));
        const settling = { document: credit(), payment: pay.payment, ref: paid.ref, documentRef: ref };
        worked(await ledger.perform({ step: "book-payment", ...settling }));
        world.bookkeep?.();
        expect(inBooks(ref)).toMatchObject({ total: "-125.00", booked: true, open: "0.00" });
      });

      it("may be the second on the same invoice", async () => {
        const original = await bookedDocument();
        const half = aRow({
          account: world.accounts.sales,
          unitPrice: "50.00",
          net: "40.00",
          vat: "10.00",
          gross: "50.00",
        });
        for (const key of ["refund-R1", "refund-R2"]) {
          const part = { ...credit(), key, rows: [half], net: "40.00", vat: "10.00", gross: "50.00" };
          const made = await newDocument(part, original);
          if (able.booksAtOnce !== true) expect(made.totals).toMatchObject({ gross: "50.00", vat: "10.00" });
          expect(inBooks(made.ref)?.total).toBe("-50.00");
        }
      });
    });

    describe("a voucher", () => {
      const journal = (): Operation => ({
        step: "journal",
        reference: reference(),
        journal: {
          key: "defer-L1",
          date: "2026-04-10",
          text: "Prepaid “Plan” for 2026 | 100 %",
          currency: world.baseCurrency,
          series: null,
          lines: [
            journalLine(world.accounts.sales, "100.00", "0.00"),
            journalLine(world.accounts.clearing, "0.00", "99.99"),
            journalLine(world.accounts.rounding, "0.00", "0.01"),
          ],
        },
      });

      it("is written once with its accounts and amounts, and found by our reference among its like", async () => {
        if (!world.connector.capabilities.journals) return expect.soft(world.books().vouchers).toEqual([]);
        const [operation, like] = [journal(), journal()];
        expect(worked(await ledger.find(operation))).toBeNull();
        worked(await ledger.perform(like));
        expect(worked(await ledger.find(operation))).toBeNull();
        const { ref } = worked(await ledger.perform(operation));
        expect(worked(await worker().find(operation))).toMatchObject({ ref });
        const { sales, clearing, rounding } = world.accounts;
        expect(world.books().vouchers.find((one) => one.number === ref.number)).toMatchObject({
          date: "2026-04-10",
          lines: [`${sales} 100.00 0.00`, `${clearing} 0.00 99.99`, `${rounding} 0.00 0.01`],
        });
      });

      it("whose answer was lost is found by another worker and written once", async () => {
        if (!world.connector.capabilities.journals) return expect.soft(world.books().vouchers).toEqual([]);
        const operation = journal();
        const before = world.books().vouchers.length;
        world.next("journal", "answer lost");
        await unheard(worker().perform(operation));
        expect(worked(await worker().find(operation))).not.toBeNull();
        expect(world.books().vouchers).toHaveLength(before + 1);
      });
    });

    describe("when things go wrong", () => {
      it("a document whose answer was lost is found by another worker and made once", async () => {
        const operation = await createOperation();
        const before = world.books().documents.length;
        world.next("create", "answer lost");
        await unheard(worker().perform(operation));
        expect(worked(await worker().find(operation))).toMatchObject({ totals: { gross: "125.00" } });
        expect(world.books().documents).toHaveLength(before + 1);
      });

      it("a payment whose answer was lost is found and made once", async () => {
        const ref = await bookedDocument();
        const before = world.books().payments.length;
        const pay = payOperation(ref);
        world.next("pay", "answer lost");
        await unheard(ledger.perform(pay));
        expect(worked(await ledger.find(pay))).not.toBeNull();
        expect(world.books().payments).toHaveLength(before + 1);
      });

      it("an outage before writing leaves nothing behind, and that is found out", async () => {
        const operation = await createOperation();
        world.next("create", "outage before writing");
        await unheard(ledger.perform(operation));
        expect(worked(await ledger.find(operation))).toBeNull();
      });

      if (able.isOurs !== true) {
        it("a call too many was certainly not made", async () => {
          const operation = await createOperation();
          world.next("create", "too many calls");
          expect(failed(await ledger.perform(operation))).toMatchObject({ act: "retry", inDoubt: false });
        });

        it("an expired login is renewed without anybody noticing, and the write happens once; refused keys are said", async () => {
          const operation = await createOperation();
          const before = world.books().documents.length;
          world.next("create", "login expired");
          const result = await ledger.perform(operation);
          if (able.renewsLogin ?? world.connector.auth.kind === "consent") worked(result);
          else expect(failed(result)).toMatchObject({ act: "fix", code: "NOT_CONNECTED" });
          expect(world.books().documents).toHaveLength(before + (result.ok ? 1 : 0));
        });
      }

      it("a locked period holds the document, which stays as an unbooked draft", async () => {
        if (able.booksAtOnce === true) {
          const operation = await createOperation();
          const before = world.books().documents.length;
          world.lockUntil("2026-03-31");
          const refused = failed(await ledger.perform(operation));
          world.lockUntil(null);
          expect(refused).toMatchObject({ act: "fix", code: "PERIOD_LOCKED" });
          return expect(world.books().documents).toHaveLength(before);
        }
        const { ref } = await newDocument();
        world.lockUntil("2026-03-31");
        const problem = failed(await ledger.perform({ step: "book", document: document(), ref }));
        world.lockUntil(null);
        expect(problem).toMatchObject({ act: "fix", code: "PERIOD_LOCKED" });
        expect(inBooks(ref)).toMatchObject({ booked: false, cancelled: false });
      });

      it("an unknown currency is named as the thing to mend", async () => {
        const foreign = document({ currency: "XTS", exchangeRate: "2" });
        const operation = await createOperation(foreign);
        expect(failed(await ledger.perform(operation))).toMatchObject({
          act: "fix",
          code: "CURRENCY_NOT_ENABLED",
        });
      });
    });

    describe("what the decision and the settings page need", () => {
      it("has the currency, the open years, the rounding account and a sales account for the common rates", async () => {
        const facts = worked(await ledger.facts());
        expect(facts.baseCurrency).toBe(world.baseCurrency);
        expect(facts.roundingAccount).toBe(lacks("a rounding account") ? null : world.accounts.rounding);
        expect(facts.accounts).toContain(world.accounts.sales);
        expect(facts.years?.some((year) => year.from <= "2026-03-31" && "2026-03-31" <= year.to)).toBe(true);
        const domestic = facts.defaultAccounts.filter((each) => each.treatment === "domestic");
        expect(domestic.map((each) => each.rate)).toEqual(expect.arrayContaining([...world.domesticRates]));
      });

      it("shows a lock that is in force", async () => {
        world.lockUntil("2026-02-28");
        const locked = worked(await ledger.facts()).lockedUntil;
        world.lockUntil(null);
        const shown = lacks("lock dates") ? null : "2026-02-28";
        expect([locked, worked(await ledger.facts()).lockedUntil]).toEqual([shown, null]);
      });

      it.each(["accounts", "vat_codes", "payment_terms", "currencies"])(
        "offers the list %s",
        async (list) => {
          const choices = worked(await ledger.choices(list));
          expect(choices.length).toBeGreaterThan(1);
          expect(new Set(choices.map((choice) => choice.value)).size).toBe(choices.length);
        },
      );

      it("offers nothing for a list the ledger does not have", async () => {
        expect(worked(await ledger.choices("constructor"))).toEqual([]);
      });
    });

    if (able.isOurs === true)
      it("is in nobody's hands: there is no login to give, to refuse or to take away", () => {
        expect(world.connector.auth.kind).toBe("own");
      });
    else
      describe("after the merchant removed the app", () => {
        it("every call says that the ledger has to be connected again", async () => {
          world.revokeConsent();
          clock.forward(2 * 3_600_000);
          const problem = failed(await worker().facts());
          expect(problem).toMatchObject({ act: "fix", code: "NOT_CONNECTED", fix: { place: "connection" } });
        });
      });
  });
}

/** The value of a result that has to be one; a problem fails the test in its own words. */
function worked<T>(result: LedgerResult<T>): T {
  if (!result.ok) throw new Error(`expected a result, got ${JSON.stringify(result.problem)}`);
  return result.value;
}

function failed(result: LedgerResult<unknown>): Problem {
  if (result.ok) throw new Error(`expected a problem, got ${JSON.stringify(result.value)}`);
  return result.problem;
}
