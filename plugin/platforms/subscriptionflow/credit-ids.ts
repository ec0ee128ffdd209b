/** Credit notes are orders beside the invoices, under ids of their own: no invoice's id begins like this. */
const PREFIX = "credit-note:";

export const creditOrderId = (noteId: string): string => `${PREFIX}${noteId}`;

/** The credit note behind an order's id; null for an invoice's. */
export function creditNoteIdOf(orderId: string): string | null {
  return orderId.startsWith(PREFIX) ? orderId.slice(PREFIX.length) : null;
}
