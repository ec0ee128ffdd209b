import type { Secrets } from "../../ports.ts";
import type { ConsentDone, CredentialsFlow, LedgerResult } from "../connector.ts";
import { createClient } from "./client.ts";
import { wrongKeys } from "./errors.ts";
import { type DynaccountOptions, LEDGER_NAME } from "./options.ts";
import { probe } from "./probe.ts";
import type { Keys } from "./signature.ts";

/** Connecting by the three values an administrator finds under Administration, Virksomheder. */
export function dynaccountKeys(options: DynaccountOptions): CredentialsFlow {
  return {
    kind: "credentials",
    fields: [
      {
        name: "api_id",
        label: "API_ID",
        help: "In Dynaccount under Administration, Virksomheder (companies).",
        isSecret: false,
      },
      { name: "api_key", label: "API_KEY", help: "40 characters, beside it.", isSecret: true },
      { name: "api_secret", label: "API_SECRET", help: "40 characters, beside it.", isSecret: true },
    ],
    async connect(credentials, ports): Promise<LedgerResult<ConsentDone>> {
      const keys = keysFrom(credentials);
      if (keys === null) {
        return { ok: false, problem: { ...wrongKeys("not of their form"), message: BAD_FORM } };
      }
      const account = { options, keys: async () => keys, tenant: keys.apiId };
      const client = createClient(account, { ...ports, lane: "people" });
      const proof = await client.rows("year", { select: ["id"], first: 1 }, { subject: "the connection" });
      if (!proof.ok) {
        if (proof.problem.act === "retry") return proof;
        const problem = wrongKeys(proof.problem.theirs ?? "");
        return { ok: false, problem: { ...problem, message: `${LEDGER_NAME} does not accept these keys.` } };
      }
      await probe(client, ports.log);
      const { apiId, apiKey, apiSecret } = keys;
      return {
        ok: true,
        value: {
          secrets: { api_id: apiId, api_key: apiKey, api_secret: apiSecret },
          ledgerTenant: apiId,
          // No table that is known tells the company's name.
          companyName: `company ${apiId}`,
        },
      };
    },
  };
}

const BAD_FORM =
  "Dynaccount's API_ID is a number, its API_KEY and API_SECRET are 40 hexadecimal characters each.";

/** The keys in their published form; null when they cannot be any, so that nothing strange gets into an address. */
export function keysFrom(secrets: Secrets): Keys | null {
  const { api_id: apiId = "", api_key: apiKey = "", api_secret: apiSecret = "" } = secrets;
  const isKey = (text: string) => /^[0-9a-fA-F]{40}$/.test(text);
  return /^\d{1,12}$/.test(apiId) && isKey(apiKey) && isKey(apiSecret) ? { apiId, apiKey, apiSecret } : null;
}
