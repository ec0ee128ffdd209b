import type { AnyOperation, LedgerRef, Performed } from "../../connectors/connector.ts";
import type { EffectOperation } from "../flow/flow-operation.ts";

export interface AlsoDone {
  readonly step: string;
  readonly operation: AnyOperation;
  readonly ref: LedgerRef;
}

/** What a ledger that posts at once has done with a document besides making it: steps nobody has to take any more. */
export function alsoDone(
  operation: EffectOperation | null,
  { ref, isBooked, payment }: Performed,
): AlsoDone[] {
  if (operation?.step !== "create" || isBooked !== true) return [];
  const { document, paid } = operation;
  const booked: AlsoDone = { step: "book", operation: { step: "book", document, ref }, ref };
  if (paid === undefined || payment === undefined) return [booked];
  const about = { document, payment: paid.payment };
  const { customerNumber } = operation;
  return [
    booked,
    {
      step: payStep(paid.payment.id),
      operation: { step: "pay", ...about, ref, known: [], reference: paid.reference, customerNumber },
      ref: payment,
    },
    {
      step: bookPaymentStep(paid.payment.id),
      operation: { step: "book-payment", ...about, ref: payment, documentRef: ref },
      ref: payment,
    },
  ];
}

export const payStep = (payment: string): string => `pay:${payment}`;
export const bookPaymentStep = (payment: string): string => `book-payment:${payment}`;
