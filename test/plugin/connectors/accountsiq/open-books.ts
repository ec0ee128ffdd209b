import { onTestFinished } from "vitest";
import { accountsIq } from "../../../../plugin/connectors/accountsiq/connector.ts";
import type { Ledger, LedgerRef, LedgerResult, Operation } from "../../../../plugin/connectors/connector.ts";
import type { PlannedDocument, PlannedPayment } from "../../../../plugin/domain/plan.ts";
import type { Http } from "../../../../plugin/ports.ts";
import { type AccountsIqStandIn, startAccountsIq } from "../../../../sandbox/accounting/accountsiq/server.ts";
import { ledgerPorts, loopbackHttp, memoryVault, type TestClock, testClock } from "../ledger-ports.ts";
import { aCustomer, aDocument, aPayment, aRow } from "../plans.ts";

const APP = { clientId: "unit-app", clientSecret: "unit-secret" };

export interface OpenBooks {
  readonly standIn: AccountsIqStandIn;
  readonly ledger: Ledger;
  readonly clock: TestClock;
  /** Code of an Irish customer. */
  readonly customer: string;
  create(document: PlannedDocument, more?: Partial<Create>): Create;
  /** Every call and its answer, as they went over the wire. */
  readonly exchanges: readonly Exchange[];
  /** Operations since the last time, without signing in. */
  calls(): string[];
  /** The transaction a reference stands for. */
  posted(ref: LedgerRef): ReturnType<AccountsIqStandIn["ledger"]["transactions"]>[number] | undefined;
}

export interface Exchange {
  readonly operation: string;
  readonly request: string;
  readonly answer: string;
}

export type Create = Extract<Operation, { step: "create" }>;

/** Books on a stand-in that stops with the test, opened with own settings of the ledger; `said` rewrites its answers. */
export async function openBooks(
  settings: Readonly<Record<string, unknown>> = {},
  said: (answer: string) => string = (answer) => answer,
): Promise<OpenBooks> {
  const clock = testClock("2026-04-15T10:00:00Z");
  const standIn = await startAccountsIq({ ...APP, today: () => new Date(clock.now()) });
  onTestFinished(() => standIn.close());
  const secrets = {
    version: "2.0",
    region: "eu1",
    entity: "IE01",
    client_id: APP.clientId,
    client_secret: APP.clientSecret,
  };
  const exchanges: Exchange[] = [];
  const http: Http = async (request) => {
    const response = await loopbackHttp(request);
    const operation = /(\w+)"?$/.exec(request.headers?.["soapaction"] ?? "")?.[1] ?? "";
    exchanges.push({ operation, request: String(request.body), answer: response.body });
    return { ...response, body: said(response.body) };
  };
  const ports = ledgerPorts({ clock, http, vault: memoryVault(secrets), settings: async () => settings });
  const ledger = accountsIq({ urlPattern: standIn.url }).open(
    { id: 1, installationId: 1, ledgerTenant: "eu1:IE01" },
    ports,
  );
  const made = await ledger.perform({ step: "customer", customer: irish(), reference: "LR-0000000001" });
  const customer = worked(made).ref.number;
  // What is kept for a quarter of an hour is not counted.
  worked(await ledger.facts());
  worked(await ledger.choices("payment_modes"));
  worked(await ledger.choices("payment_terms"));
  standIn.ledger.resetCalls();
  let counter = 0;
  return {
    standIn,
    ledger,
    clock,
    customer,
    exchanges,
    create(document, more = {}) {
      counter += 1;
      const reference = `LR-${String(counter).padStart(10, "0")}`;
      return {
        step: "create",
        document,
        reference,
        customerNumber: customer,
        articles: {},
        credits: null,
        ...more,
      };
    },
    calls() {
      const names = standIn.ledger.calls().map((call) => call.operation);
      standIn.ledger.resetCalls();
      return names.filter((name) => name !== "TokenGet");
    },
    posted: (ref) => standIn.ledger.transactions().find((one) => `T${one.id}` === ref.id),
  };
}

export const irish = (changes: Parameters<typeof aCustomer>[0] = {}) =>
  aCustomer({ currency: "EUR", country: "IE", ...changes });

/** A mug for 123.00 including 23 % VAT. */
export const mug = (changes: Parameters<typeof aRow>[0] = {}) =>
  aRow({
    unitPrice: "123.00",
    net: "100.00",
    vat: "23.00",
    gross: "123.00",
    vatRate: "23",
    country: "IE",
    account: "4000",
    ...changes,
  });

export const sale = (changes: Partial<PlannedDocument> = {}): PlannedDocument =>
  aDocument({
    currency: "EUR",
    customer: irish(),
    rows: [mug()],
    net: "100.00",
    vat: "23.00",
    gross: "123.00",
    ...changes,
  });

export const money = (changes: Partial<PlannedPayment> = {}): PlannedPayment =>
  aPayment({ amount: "123.00", currency: "EUR", account: "1210", ...changes });

/** The value of a result that has to be one. */
export function worked<T>(result: LedgerResult<T>): T {
  if (!result.ok) throw new Error(`expected a result, got ${JSON.stringify(result.problem)}`);
  return result.value;
}

export function problem(result: LedgerResult<unknown>) {
  if (result.ok) throw new Error(`expected a problem, got ${JSON.stringify(result.value)}`);
  return result.problem;
}
