import type { Ledger, LedgerRef, LedgerResult, Operation } from "../../../../plugin/connectors/connector.ts";
import { practice } from "../../../../plugin/connectors/practice/connector.ts";
import type { PlannedDocument, PlannedPayment } from "../../../../plugin/domain/plan.ts";
import { ledgerPorts, memoryVault, testClock } from "../ledger-ports.ts";
import { aCustomer, aDocument, aPayment } from "../plans.ts";

export interface PracticeDesk {
  readonly ledger: Ledger;
  create(document: PlannedDocument, reference?: string): Promise<LedgerRef>;
  book(document: PlannedDocument): Promise<LedgerRef>;
  pay(ref: LedgerRef, changes?: Partial<PlannedPayment>): Promise<LedgerResult<unknown>>;
  /** "account debit credit" of every voucher of a document, one list each. */
  vouchers(ref: LedgerRef): Promise<string[][]>;
}

/** Practice books of a shop, and somebody who writes in them. */
export function openPracticeBooks(
  shop: { readonly country: string; readonly currency: string } = { country: "SE", currency: "SEK" },
  own: unknown = {},
): PracticeDesk {
  const connector = practice();
  const { ledgerTenant } = connector.auth.open(shop, 7);
  const ledger = connector.open(
    { id: 7, installationId: 1, ledgerTenant },
    ledgerPorts({
      clock: testClock("2026-04-15T10:00:00Z"),
      vault: memoryVault({}),
      settings: async () => own,
    }),
  );
  let counter = 0;
  const reference = () => {
    counter += 1;
    return `relay-${counter}`;
  };
  const done = async (operation: Operation): Promise<LedgerRef> => {
    const result = await ledger.perform(operation);
    if (!result.ok) throw new Error(result.problem.message);
    return result.value.ref;
  };
  const create = async (document: PlannedDocument, ours = reference()): Promise<LedgerRef> => {
    const customer = await done({ step: "customer", customer: aCustomer(), reference: reference() });
    const customerNumber = customer.number;
    return await done({
      step: "create",
      document,
      reference: ours,
      customerNumber,
      articles: {},
      credits: null,
    });
  };
  return {
    ledger,
    create,
    async book(document) {
      const ref = await create(document);
      return await done({ step: "book", document, ref });
    },
    pay: (ref, changes = {}) => {
      const payment = aPayment(changes);
      const document = aDocument({ currency: payment.currency });
      return ledger.perform({ step: "pay", document, ref, payment, known: [], reference: reference() });
    },
    async vouchers(ref) {
      const paper = await ledger.pages?.paper(ref.id);
      return (paper?.vouchers ?? []).map(({ lines }) =>
        lines.map(({ account, debit, credit }) => `${account} ${debit} ${credit}`),
      );
    },
  };
}
