import express, { type Request } from "express";
import { adminRouter } from "./admin.ts";
import { answer, type Received } from "./answer.ts";
import { deliver, type Line } from "./delivery.ts";
import { type Entity, newEntity } from "./entity.ts";
import { type FaultSwitchboard, faultQueue } from "./faults.ts";
import { itemDefaults } from "./items.ts";
import { type LedgerView, ledgerView } from "./ledger-view.ts";
import type { TaxRecord } from "./records.ts";
import type { Doorkeeper } from "./sign-in.ts";
import { openState, type State } from "./state.ts";

export interface AccountsIqStandInOptions {
  /** 0 or absent: a free port. */
  port?: number;
  /** Keeps the state, so that a second start continues where the first ended. */
  dataFile?: string;
  clientId: string;
  clientSecret: string;
  /** Keys of the older sign-in; absent = nobody has any. */
  partnerKey?: string;
  userKey?: string;
  today?: () => Date;
}

export interface AccountsIqStandIn {
  /** Origin of both endpoints and of the pages. */
  readonly url: string;
  readonly faults: FaultSwitchboard;
  readonly ledger: LedgerView;
  /** Sets up another tax code, as its owner would in the books' own pages. */
  addTaxCode(tax: Pick<TaxRecord, "code" | "rate"> & Partial<TaxRecord>, entity?: string): void;
  /** Changes a customer's card by hand. */
  editCustomer(code: string, changes: Readonly<Record<string, string>>): void;
  /** Cancels the item documents that nobody has posted, as a person would in the books' own pages. */
  cancelSaved(): void;
  /** Sets up a stock item that is sold and kept in stock. */
  addItem(code: string, quantity: string): void;
  /** Puts goods into stock. */
  stockUp(item: string, quantity: string): void;
  close(): Promise<void>;
}

const ENDPOINTS = {
  "/system/dashboard/integration/integration_1_1.asmx": "1.1",
  "/system/dashboard/integration/integration_2_0.asmx": "2.0",
} as const;

/** Starts a stand-in of AccountsIQ on loopback. */
export async function startAccountsIq(options: AccountsIqStandInOptions): Promise<AccountsIqStandIn> {
  const clock = options.today ?? (() => new Date());
  const { state, changed, close: save } = openState(options.dataFile, freshState);
  // Books kept by an older stand-in get what they have not heard of yet.
  for (const [id, entity] of state.entities) state.entities.set(id, { ...newEntity(entity), ...entity });
  const entityOf = (id?: string): Entity => {
    const found = state.entities.get(id ?? "") ?? [...state.entities.values()][0];
    if (found === undefined) throw new Error("The stand-in has no entity");
    return found;
  };
  const faults = faultQueue(
    entityOf,
    () => state.entities.values(),
    () => {
      state.tokens.clear();
      changed();
    },
  );
  const line: Line = { faults, calls: [] };
  const door: Doorkeeper = {
    state,
    clock,
    app: options,
    keys: { partnerKey: options.partnerKey ?? "", userKey: options.userKey ?? "" },
  };

  const app = express();
  app.disable("x-powered-by").set("query parser", false);
  app.use(express.text({ type: () => true, limit: "20mb" }));
  for (const [path, version] of Object.entries(ENDPOINTS)) {
    app.post(path, async (req, res) => {
      const received = receivedOf(req, version);
      await deliver(line, { req, res, received }, () => answer(door, received));
      changed();
    });
  }
  app.use(adminRouter({ line, entityOf, state, changed }));
  app.use((_req, res) => void res.status(404).end("Not found"));

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
    save();
  };

  return {
    url: `http://127.0.0.1:${address.port}`,
    faults,
    ledger: ledgerView(entityOf, line),
    addTaxCode: (tax, entity) => {
      const standard: Omit<TaxRecord, "code" | "rate"> = {
        description: `Rate ${tax.rate}`,
        isSales: true,
        isEuSale: false,
        isGoods: true,
        isPartial: false,
        isExcluded: false,
        isStandard: false,
      };
      entityOf(entity).taxes.set(tax.code, { ...standard, ...tax });
      changed();
    },
    editCustomer: (code, changes) => {
      const { customers } = entityOf();
      customers.set(code, { ...customers.get(code), ...changes });
      changed();
    },
    cancelSaved: () => {
      for (const saved of entityOf().itemDocuments.values()) {
        if (saved.status === "Processed") saved.status = "Cancelled";
      }
      changed();
    },
    addItem: (code, quantity) => {
      const { items, onHand } = entityOf();
      items.set(code, { ...itemDefaults(code), Description: code, RowVersionNumber: "1" });
      onHand.set(code, quantity);
      changed();
    },
    stockUp: (item, quantity) => {
      entityOf().onHand.set(item, quantity);
      changed();
    },
    close: () => {
      closing ??= stop();
      return closing;
    },
  };
}

/** Two sets of books in different currencies, which know each other. */
function freshState(): State {
  const entities = [
    newEntity({ id: "IE01", name: "Harbour Goods Ltd", currency: "EUR" }),
    newEntity({ id: "GB01", name: "Harbour Goods UK Ltd", currency: "GBP" }),
  ];
  return { entities: new Map(entities.map((entity) => [entity.id, entity])), tokens: new Map() };
}

function receivedOf(req: Request, version: Received["version"]): Received {
  const body: unknown = req.body;
  return {
    version,
    action: req.get("soapaction"),
    contentType: req.get("content-type"),
    text: typeof body === "string" ? body : "",
  };
}
