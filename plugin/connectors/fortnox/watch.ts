import type { Clock } from "../../ports.ts";
import type { ChangedDocument, LedgerWatch } from "../connector.ts";
import { changedItem, creditLink } from "./answers.ts";
import type { Client } from "./client.ts";
import { invoicePath } from "./invoices.ts";

/** Invoices that were touched, by Fortnox's list; a cursor is the number of a page. */
export function ledgerWatch(client: Client, clock: Clock): LedgerWatch {
  return {
    async changed(sinceMs, cursor) {
      const page = cursor === null ? 1 : Number(cursor);
      const lastmodified = swedishMinute(sinceMs, clock.now());
      const subject = "the invoices that changed";
      const read = await client.page("/3/invoices", "Invoices", changedItem, subject, { lastmodified }, page);
      if (!read.ok) return read;
      const documents = read.value.items
        .filter((item) => item.ExternalInvoiceReference1 !== "")
        .map(
          (item): ChangedDocument => ({
            id: item.DocumentNumber,
            number: item.DocumentNumber,
            reference: item.ExternalInvoiceReference1,
            currency: item.Currency,
            total: item.Total,
            isBooked: item.Booked,
            isCancelled: item.Cancelled,
          }),
        );
      return { ok: true, value: { documents, nextCursor: read.value.isLast ? null : String(page + 1) } };
    },

    async creditedBy(creditNote) {
      const read = await client.read(invoicePath(creditNote), creditLink, `credit note ${creditNote}`);
      if (!read.ok) return read;
      return { ok: true, value: read.value === "" || read.value === "0" ? null : read.value };
    },
  };
}

const stockholm = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Stockholm",
  dateStyle: "short",
  timeStyle: "short",
});

/**
 * `lastmodified` is a wall clock in Sweden to the minute (vendor, section "Query parameters"). Where the clock was put
 * back since, the later instant has the earlier time: the earlier of the two misses nothing.
 */
export function swedishMinute(sinceMs: number, nowMs: number): string {
  const [earlier = ""] = [stockholm.format(sinceMs), stockholm.format(nowMs)].sort();
  return earlier;
}
