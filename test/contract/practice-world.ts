import type { Shelf, Step } from "../../plugin/connectors/connector.ts";
import { practice } from "../../plugin/connectors/practice/connector.ts";
import { openAmount } from "../../plugin/connectors/practice/open-amount.ts";
import { article, card, journal, paper, payment } from "../../plugin/connectors/practice/records.ts";
import { type MemoryShelf, memoryShelf } from "../plugin/connectors/memory-shelf.ts";
import type { Books, LedgerWorld, Trouble } from "./connector/world.ts";

/** The kind of record that completes each step. */
const KINDS: Readonly<Partial<Record<Step | "create order", string>>> = {
  customer: "customer",
  create: "document",
  update: "document",
  pay: "payment",
  journal: "journal",
};

/** Practice books of a Swedish shop, on a shelf whose database can go away. */
export async function practiceWorld(): Promise<LedgerWorld> {
  const connector = practice();
  const kept = memoryShelf();
  const faults = new Map<string, Trouble>();
  let lockedUntil: string | null = null;
  return {
    connector,
    shelf: faulty(kept, faults),
    get ownSettings() {
      return lockedUntil === null ? {} : { locked_until: lockedUntil };
    },
    connect: async () => ({ ok: true, value: connector.auth.open({ country: "SE", currency: "SEK" }, 7) }),
    next(step, trouble) {
      const kind = KINDS[step];
      if (kind === undefined) throw new Error(`nothing is written for ${step}`);
      faults.set(kind, trouble);
    },
    lockUntil: (day) => {
      lockedUntil = day;
    },
    revokeConsent() {
      throw new Error("nobody has given a consent");
    },
    books: () => booksOn(kept),
    baseCurrency: "SEK",
    domesticRates: ["25", "12", "6"],
    accounts: { sales: "3001", rounding: "3740", clearing: "1580" },
    close: async () => {},
  };
}

/** The database goes away before or after the next write of a kind. */
function faulty(shelf: Shelf, faults: Map<string, Trouble>): Shelf {
  const around = async <T>(kind: string, write: () => Promise<T>): Promise<T> => {
    const trouble = faults.get(kind);
    faults.delete(kind);
    if (trouble === "outage before writing") throw new Error("the database is away");
    const written = await write();
    if (trouble === "answer lost") throw new Error("the database is away");
    if (trouble !== undefined) throw new Error(`a database knows no "${trouble}"`);
    return written;
  };
  return {
    ...shelf,
    add: (fresh) => around(fresh.kind, () => shelf.add(fresh)),
    change: (item, to) => around(item.kind, () => shelf.change(item, to)),
  };
}

function booksOn(shelf: MemoryShelf): Books {
  const read = <T>(kind: string, parse: (content: unknown) => T) =>
    shelf.of(kind).map(({ number, content }) => ({ number, value: parse(JSON.parse(content)) }));
  const payments = read("payment", (one) => payment.parse(one));
  return {
    customers: read("customer", (one) => card.parse(one)).map(({ number, value }) => ({ number, ...value })),
    articles: read("article", (one) => article.parse(one)),
    documents: read("document", (one) => paper.parse(one)).map(({ number, value }) => {
      const sign = value.kind === "credit_note" ? "-" : "";
      return {
        id: number,
        total: `${sign}${value.gross}`,
        vat: `${sign}${value.vat}`,
        booked: value.state === "booked",
        cancelled: value.state === "removed",
        open: openAmount({ number, value }, payments),
      };
    }),
    payments: payments.map(({ value }) => ({ amount: value.amount, booked: true })),
    vouchers: read("journal", (one) => journal.parse(one)).map(({ number, value }) => ({
      number,
      date: value.date,
      lines: value.lines.map(({ account, debit, credit }) => `${account} ${debit} ${credit}`),
    })),
    emails: [],
  };
}
