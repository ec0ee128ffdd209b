import type { PlannedAddress, PlannedDocument } from "../../domain/plan.ts";
import type { WrittenDocument } from "../connector.ts";
import { entryWords } from "../shared/entry-words.ts";
import { type Assumptions, lengths, limits } from "./assumptions.ts";
import { type Registers, saleLine } from "./map-lines.ts";
import { papers, readPaperId } from "./papers.ts";
import { timeOf } from "./rows.ts";
import type { Sheet } from "./sheets.ts";
import type { Fields } from "./signature.ts";
import { lines, text } from "./text.ts";

/** An invoice, a credit note or an order of Dynaccount, complete, from what is to be written. */
export function saleSheet(written: WrittenDocument, registers: Registers, names: Assumptions): Sheet {
  const { document, articles } = written;
  const rows = document.rows.map((row) => saleLine(row, document, articles, registers));
  const mark = referenceOf(written, registers, names);
  if (document.kind === "credit_note") {
    // The internal key of the invoice; `unsendable` has seen that there is one.
    const invoice = readPaperId(written.credits?.id ?? "")?.key ?? "";
    return {
      paper: { ...papers.credit_note, parent: names["columns.credit_note_of_line"] },
      // Text and address are read-only on a credit note, so its reference always stands in the requisition.
      head: {
        [names["columns.credited_invoice"]]: invoice,
        time: timeOf(document.date),
        [names["columns.reference"]]: written.reference,
      },
      lines: rows,
      where: { [names["columns.reference"]]: written.reference },
      mark: null,
    };
  }
  const isOrder = document.kind === "order";
  return {
    paper: isOrder ? papers.order : papers.invoice,
    head: {
      module_id_: written.customerNumber,
      time: timeOf(document.date),
      currency_name: document.currency,
      ...(isOrder ? {} : { payment_name: document.terms ?? "" }),
      dimension_name: dimensionOf(document) ?? "",
      ...addresses(document),
      ...mark.fields,
      txt: mark.text,
    },
    lines: rows,
    where: mark.where,
    mark: mark.inText,
  };
}

/** The one dimension of a document whose rows agree about it; null for none, undefined where they do not. */
export function dimensionOf(document: Pick<PlannedDocument, "rows">): string | null | undefined {
  const named = new Set(document.rows.flatMap(({ costCentre }) => (costCentre === null ? [] : [costCentre])));
  return named.size > 1 ? undefined : ([...named][0] ?? null);
}

/**
 * Where our reference stands (D16). Public buyers look for their own in the requisition; others may want the order's
 * number there: then ours is the last line of the text, and the requisition narrows the search.
 */
function referenceOf({ document, reference }: WrittenDocument, { settings }: Registers, names: Assumptions) {
  const column = names["columns.reference"];
  const { customer } = document;
  const buyers = customer.type === "EAN" ? customer.reference : null;
  const theirs = text(
    buyers ?? (settings.reference_in === "text" ? document.reference : null),
    limits.reference,
  );
  const printed = [...document.legalTexts, document.comment, ...orderText(document, theirs)];
  if (theirs === "") {
    const fields: Fields = { [column]: reference };
    return { fields, where: fields, text: lines(printed, lengths.print), inText: null };
  }
  const fields: Fields = { [column]: theirs };
  const room = lengths.print - reference.length - 1;
  return { fields, where: fields, text: `${lines(printed, room)}\n${reference}`.trim(), inText: reference };
}

/** The order's own number, where nothing else on the document tells it. */
function orderText(document: PlannedDocument, shown: string): string[] {
  const number = document.reference ?? document.orderNumber;
  return number === "" || number === shown ? [] : [entryWords(document).order(number)];
}

function addresses({ customer }: PlannedDocument): Fields {
  const { bill, ship } = customer;
  const of = (prefix: string, address: PlannedAddress): Fields => ({
    [`${prefix}address`]: street(address),
    [`${prefix}zip`]: text(address.zip, lengths.phone),
    [`${prefix}city`]: text(address.city, lengths.text),
    [`${prefix}ref_country_name`]: country(address.country),
  });
  return {
    attention: text(bill.name, lengths.text),
    ...of("", bill),
    ...(ship === null ? {} : { dlv_name: text(ship.name, lengths.text), ...of("dlv_", ship) }),
  };
}

export function street({ address1, address2 }: PlannedAddress): string {
  return text(
    [address1, address2].filter((part) => part !== null && part.trim() !== "").join(", "),
    lengths.text,
  );
}

/** ISO 3166 of two letters; anything else is left out. */
export function country(code: string | null): string {
  return code !== null && /^[A-Z]{2}$/.test(code) ? code : "";
}
