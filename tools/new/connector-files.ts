import type { NewSystem } from "./names.ts";

/** The files of a new ledger, by their paths: headings to fill, and code that says of itself that it is not written. */
export function connectorFiles({ id, name, variable, constant }: NewSystem): Record<string, string> {
  return {
    [`plugin/connectors/${id}/README.md`]: readme(name),
    [`plugin/connectors/${id}/system.ts`]: `import { vendorValue } from "../../vendor.ts";
import type { LedgerSystem } from "../connector.ts";
import { ${constant} } from "./connector.ts";

/** Where ${name} is, and what the operator registered with it. */
export const ${constant}System: LedgerSystem = {
  id: "${id}",
  variables: [{ name: "${variable}_API_URL", kind: "origin", required: true }],
  connector: (values) => ${constant}({ apiUrl: vendorValue(values, "${variable}_API_URL") }),
};
`,
    [`plugin/connectors/${id}/connector.ts`]: `import type { Connector, Ledger } from "../connector.ts";

export interface ${pascal(constant)}Options {
  /** Origin of the interface. */
  readonly apiUrl: string;
}

/** ${name}: say who uses it, in one line. */
export function ${constant}(options: ${pascal(constant)}Options): Connector {
  return {
    id: "${id}",
    name: "${name}",
    // Say only what the vendor's page proves: the plan is made around what a ledger cannot do.
    capabilities: {
      maxRows: 100,
      booksSeparately: false,
      booksPaymentsSeparately: false,
      canEmail: false,
      removesDrafts: false,
      journals: false,
    },
    auth: {
      kind: "credentials",
      fields: [{ name: "api_key", label: "API key", isSecret: true }],
      connect: () => unwritten("connect"),
    },
    open: (): Ledger => ({
      find: () => unwritten("find"),
      perform: () => unwritten("perform"),
      matchCustomers: () => unwritten("matchCustomers"),
      articleNumber: (sku) => sku,
      matchArticle: () => unwritten("matchArticle"),
      stock: null,
      facts: () => unwritten("facts"),
      choices: () => unwritten("choices"),
      check: () => unwritten("check"),
    }),
  };

  function unwritten(part: string): Promise<never> {
    return Promise.reject(new Error(\`${name} at \${options.apiUrl}: \${part} is not written yet\`));
  }
}
`,
    [`test/contract/${id}-world.ts`]: `import { ${constant} } from "../../plugin/connectors/${id}/connector.ts";
import { ledgerPorts, memoryVault, testClock } from "../plugin/connectors/ledger-ports.ts";
import type { LedgerWorld } from "./connector/world.ts";

/** ${name}'s stand-in and the connector that talks to it. The stand-in stands in sandbox/accounting/${id}. */
export async function ${constant}World(clock: { now(): number }): Promise<LedgerWorld> {
  const connector = ${constant}({ apiUrl: "http://127.0.0.1:9" });
  const noStandIn = (): never => {
    throw new Error("sandbox/accounting/${id} is not written yet");
  };
  return {
    connector,
    async connect() {
      if (connector.auth.kind !== "credentials") throw new Error("give the consent here");
      const ports = ledgerPorts({ clock: testClock(new Date(clock.now()).toISOString()), vault: memoryVault({}) });
      const done = await connector.auth.connect({ api_key: "right" }, ports);
      if (done.ok && "companies" in done.value) throw new Error("choose the company here");
      return done.ok && !("companies" in done.value) ? { ok: true, value: done.value } : noStandIn();
    },
    next: noStandIn,
    lockUntil: noStandIn,
    revokeConsent: noStandIn,
    books: noStandIn,
    answers: { writesDocument: noStandIn, withMore: noStandIn, withLess: noStandIn },
    baseCurrency: "EUR",
    domesticRates: [],
    accounts: { sales: "", rounding: "", clearing: "" },
    close: async () => {},
  };
}
`,
    [`test/contract/${id}.contract.test.ts`]: `import { connectorContract } from "./connector.contract.ts";
import { ${constant}World } from "./${id}-world.ts";

connectorContract("${name}", ${constant}World);
`,
  };
}

const pascal = (constant: string): string => constant.charAt(0).toUpperCase() + constant.slice(1);

const readme = (name: string): string => `# ${name}

What we know of it, each fact with its source; what is not known stands below with a number and is kept in one file.

## Connecting

## Calls

| step | call | looked up by |
|---|---|---|

## Limits

## Errors, and who must act

| answer | who | code |
|---|---|---|

## What it cannot do

## Not known yet

| number | question | what we assume |
|---|---|---|
`;
