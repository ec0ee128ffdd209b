import { z } from "zod";
import type { LedgerView } from "../../sandbox/accounting/fortnox/ledger-view.ts";
import { compare, sum } from "../../sandbox/platforms/manifest-shop/amounts.ts";
import type { Merchant } from "../support/merchant.ts";

const CENTS = 2;

const answer = z.object({
  currencies: z.array(z.object({ currency: z.string(), booked: z.object({ sum: z.string() }) })),
  unread: z.number(),
});

/** What the merchant is told is in the ledger has to be what is in it, to the cent; a sentence for each difference. */
export async function auditReconciliation(merchant: Merchant, ledger: LedgerView): Promise<string[]> {
  const { status, body } = await merchant.api("GET", "/reconciliation?from=2000-01-01&to=2999-12-31&limit=0");
  if (status !== 200) return [`the reconciliation answers ${status}: ${JSON.stringify(body)}`];
  const { currencies, unread } = answer.parse(body);
  const told = sum(
    currencies.map(({ booked }) => booked.sum),
    CENTS,
  );
  const booked = sum(
    ledger.invoices().map((invoice) => invoice.Total),
    CENTS,
  );
  return [
    ...(compare(told, booked) === 0 ? [] : [`the reconciliation says ${told}, the ledger has ${booked}`]),
    ...(unread === 0 ? [] : [`the reconciliation says that ${unread} orders were never read`]),
  ];
}
