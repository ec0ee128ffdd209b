import { fix, type Problem } from "../../domain/problem.ts";
import type { CompanyChoice, ConsentDone, CredentialsFlow, LedgerResult } from "../connector.ts";
import { createTokenCache } from "../shared/token-cache.ts";
import { company, entity, listOf } from "./answers.ts";
import { createClient } from "./client.ts";
import { type AccountsIqOptions, LEDGER_NAME, regions } from "./options.ts";
import type { Keys } from "./sign-in.ts";

type Ports = Parameters<CredentialsFlow["connect"]>[1];
type Given = Readonly<Record<string, string>>;
type Connected = LedgerResult<ConsentDone | CompanyChoice>;

/**
 * Connecting by keys: those of an integration application (sign-in 2.0), which may open several entities, or the older
 * partner and user key of one entity (1.1).
 */
export function accountsIqKeys(options: AccountsIqOptions): CredentialsFlow {
  return {
    kind: "credentials",
    fields: [
      {
        name: "region",
        label: "Server",
        help: "The first part of the address at which you work in AccountsIQ.",
        isSecret: false,
        options: regions.map((value) => ({ value, label: `${value}.accountsiq.com` })),
      },
      {
        name: "client_id",
        label: "Client id",
        help: "Of the integration application, shown in the developer portal.",
        isSecret: false,
        isOptional: true,
      },
      { name: "client_secret", label: "Client secret", isSecret: true, isOptional: true },
      {
        name: "entity",
        label: "Entity (older keys)",
        help: "Only with a partner key and a user key in place of a client id.",
        isSecret: false,
        isOptional: true,
      },
      { name: "partner_key", label: "Partner key (older keys)", isSecret: true, isOptional: true },
      { name: "user_key", label: "User key (older keys)", isSecret: true, isOptional: true },
    ],
    needed(credentials) {
      const has = (name: string) => credentials[name] !== undefined;
      return OLDER.some(has) && !NEWER.some(has) ? OLDER : NEWER;
    },
    connect: (credentials, ports) => connect(options, credentials, ports),
  };
}

const NEWER = ["client_id", "client_secret"] as const;
const OLDER = ["entity", "partner_key", "user_key"] as const;

async function connect(options: AccountsIqOptions, given: Given, ports: Ports): Promise<Connected> {
  const { region = "", client_id, client_secret, partner_key, user_key } = given;
  if (client_id !== undefined && client_secret !== undefined) {
    const keys = { version: "2.0", region, entity: "", client_id, client_secret } as const;
    return await byApplication(options, keys, given["company"], ports);
  }
  const named = given["entity"];
  if (partner_key !== undefined && user_key !== undefined && named !== undefined) {
    return await open(options, { version: "1.1", region, entity: named, partner_key, user_key }, null, ports);
  }
  return refused("Enter client id and client secret, or entity, partner key and user key.");
}

async function byApplication(
  options: AccountsIqOptions,
  keys: Extract<Keys, { version: "2.0" }>,
  wanted: string | undefined,
  ports: Ports,
): Promise<Connected> {
  const client = clientOf(options, keys, ports);
  const subject = "the entities";
  const list = await client.call("GetEntitiesByToken", {}, listOf("WSEntity", entity), { subject });
  if (!list.ok) return isUnknown(list.problem) ? refused(UNKNOWN_KEYS) : list;
  const [only, ...others] = list.value;
  if (only === undefined) return refused("This integration opens no entity. Its administrator can add one.");
  if (wanted === undefined && others.length > 0) {
    const companies = list.value.map(({ EntityID: value, EntityName: name, BaseCurrency: currency }) => ({
      value,
      label: `${name || value} (${currency || value})`,
    }));
    return { ok: true, value: { companies } };
  }
  const chosen = wanted === undefined ? only : list.value.find((one) => one.EntityID === wanted);
  if (chosen === undefined) return refused(`This integration does not open the entity ${wanted}.`);
  return await open(options, { ...keys, entity: chosen.EntityID }, chosen.EntityName, ports);
}

const isUnknown = (problem: Problem): boolean => problem.act === "fix" && problem.code === "NOT_CONNECTED";
const UNKNOWN_KEYS =
  "AccountsIQ does not know these keys. Check the server, the client id and the client secret.";

/** Reads the company with the keys as they will be used. */
async function open(
  options: AccountsIqOptions,
  keys: Keys,
  name: string | null,
  ports: Ports,
): Promise<Connected> {
  const client = clientOf(options, keys, ports);
  const about = await client.call("GetCompanyInformation", {}, company, { subject: "the company" });
  if (!about.ok) return about;
  return {
    ok: true,
    value: {
      secrets: { ...keys },
      ledgerTenant: `${keys.region}:${keys.entity}`,
      companyName: about.value.CompanyName || name || `${LEDGER_NAME} ${keys.entity}`,
    },
  };
}

const clientOf = (options: AccountsIqOptions, keys: Keys, ports: Ports) =>
  createClient(options, { ...ports, lane: "people" }, async () => keys, createTokenCache());

function refused(message: string): { ok: false; problem: Problem } {
  return { ok: false, problem: fix("NOT_CONNECTED", message, { place: "connection" }) };
}
