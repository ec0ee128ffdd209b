import { createHttpClient } from "../server/http-client.ts";
import type { Peers } from "./peers.ts";

/** As many as the worker does at once. */
const AT_ONCE = 20;

/** The six calls every order costs, in their order, and nothing else: what the app could reach if it were free. */
export async function bareCalls({ shop, ledger }: Peers, from: number, count: number): Promise<void> {
  const client = createHttpClient({ allowLoopback: true });
  const send = async (method: "GET" | "POST" | "PUT" | "PATCH", url: string, json?: object) => {
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    await client.http({ method, url, timeoutMs: 10_000, ...body });
  };
  let next = from;
  const worker = async () => {
    for (let id = next++; id < from + count; id = next++) {
      await send("GET", `${shop.url}/api/orders/o${id}`);
      await send("POST", `${ledger.url}/3/invoices`, invoiceOf(id));
      await send("PUT", `${ledger.url}/3/invoices/${id}/bookkeep`, {});
      await send("POST", `${ledger.url}/3/invoicepayments`, {
        InvoicePayment: { InvoiceNumber: id, Amount: 500, PaymentDate: "2026-01-01" },
      });
      await send("PUT", `${ledger.url}/3/invoicepayments/${id}/bookkeep`, {});
      await send("PATCH", `${shop.url}/api/orders/o${id}`, { accounting: { state: "booked" } });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await client.close();
}

function invoiceOf(id: number) {
  const row = (text: string) => ({ Description: text, DeliveredQuantity: "1", Price: 100, VAT: 25 });
  return {
    Invoice: {
      CustomerNumber: "1",
      Currency: "SEK",
      VATIncluded: true,
      ExternalInvoiceReference1: `bare-${id}`,
      InvoiceRows: [row("One"), row("Two"), row("Freight")],
    },
  };
}
