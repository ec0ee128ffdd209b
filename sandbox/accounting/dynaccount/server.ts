import express from "express";
import { adminRouter } from "./admin.ts";
import { type ByHand, byHand } from "./by-hand.ts";
import { type Company, type Credentials, newCompany, type Row, rowsOf, type SentInvoice } from "./company.ts";
import { type CallRecord, deliver, type Line } from "./delivery.ts";
import { type FaultSwitchboard, faultQueue } from "./faults.ts";
import { openStore } from "./store.ts";

export interface DynaccountStandInOptions {
  /** 0 or absent: a free port. */
  port?: number;
  /** Keeps the state, so that a second start continues where the first ended. */
  dataFile?: string;
  /** Absent: the keys of `sampleKeys`. */
  credentials?: Credentials;
  companyName?: string;
  today?: () => Date;
}

/** What the books hold, read-only; amounts are decimal texts with two decimals. */
export interface BooksView {
  /** Rows of a table with every column, those of the stand-in's own among them. */
  rows(table: string): readonly Readonly<Row>[];
  sent(): readonly Readonly<SentInvoice>[];
  /** Every call to the interface, oldest first. */
  calls(): readonly Readonly<CallRecord>[];
  /** How many of these were under way together. */
  mostAtOnce(): number;
  resetCalls(): void;
}

export interface DynaccountStandIn {
  /** One origin for the interface and the admin pages. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly faults: FaultSwitchboard;
  readonly books: BooksView;
  /** What a person does in the ledger's own pages. */
  readonly byHand: ByHand;
  close(): Promise<void>;
}

/** Keys of the shape of section 3, made up. */
const sampleKeys: Credentials = {
  apiId: "4711",
  apiKey: "a1".repeat(20),
  apiSecret: "5e".repeat(20),
};

/** Starts a stand-in of Dynaccount on loopback. */
export async function startDynaccount(options: DynaccountStandInOptions = {}): Promise<DynaccountStandIn> {
  const today = options.today ?? (() => new Date());
  const credentials = options.credentials ?? sampleKeys;
  const store = openStore(options.dataFile, () =>
    newCompany(options.companyName ?? "Sandkassen ApS", credentials, today().getUTCFullYear()),
  );
  const { company } = store;
  const faults = faultQueue(company);
  const line: Line = { company, faults, calls: [], underWay: 0, mostAtOnce: 0 };

  const app = express();
  app.disable("x-powered-by").set("query parser", false);
  app.use(express.text({ type: () => true, limit: "20mb" }));
  app.use((_req, res, next) => {
    res.once("finish", store.changed);
    next();
  });
  app.use("/v7", async (req, res) => {
    await deliver(line, req, res);
    store.changed();
  });
  app.use(adminRouter(line));
  app.use((_req, res) => {
    res.status(404).end("Not found");
  });

  const server = app.listen(options.port ?? 0, "127.0.0.1");
  await new Promise<void>((resolve, reject) => server.once("listening", resolve).once("error", reject));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The stand-in has no port");

  // Once only: a second stop would write the old state over that of a successor.
  let closing: Promise<void> | undefined;
  const stop = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
    store.close();
  };

  return {
    url: `http://127.0.0.1:${address.port}`,
    credentials,
    faults,
    books: booksView(company, line),
    byHand: byHand(company),
    close: () => {
      closing ??= stop();
      return closing;
    },
  };
}

function booksView(company: Company, line: Line): BooksView {
  return {
    rows: (table) => rowsOf(company, table),
    sent: () => company.sent,
    calls: () => line.calls.map((call) => ({ ...call })),
    mostAtOnce: () => line.mostAtOnce,
    resetCalls: () => {
      line.calls.length = 0;
      line.mostAtOnce = line.underWay;
    },
  };
}
