import { decodeJwt } from "jose";
import { z } from "zod";
import { fix } from "../../domain/problem.ts";
import type { ConsentDone, ConsentFlow, LedgerResult } from "../connector.ts";
import { companyInformation } from "./answers.ts";
import { createClient } from "./client.ts";
import type { FortnoxOptions } from "./options.ts";
import { requestToken } from "./token-request.ts";

/** What the product uses, and the lists of dimensions and templates of the settings page. */
const SCOPES = [
  "companyinformation",
  "settings",
  "customer",
  "article",
  "price",
  "invoice",
  "payment",
  "bookkeeping",
  "currency",
  "costcenter",
  "project",
  "print",
] as const;

/** Asked for only when the settings want orders: it needs the company's licence for them. */
const ORDERS = "order";

const claims = z.object({ tenantId: z.union([z.int().positive(), z.string().min(1)]).transform(String) });

/** Connecting Fortnox: consent as a service account, so the connection outlives the employee who clicked. */
export function fortnoxConsent(options: FortnoxOptions): ConsentFlow {
  return {
    kind: "consent",
    authorizeUrl: ({ redirectUri, state, needs }) => {
      const url = new URL("/oauth-v1/auth", options.authUrl);
      url.search = new URLSearchParams({
        client_id: options.clientId,
        redirect_uri: redirectUri,
        scope: [...SCOPES, ...(needs?.orders === true ? [ORDERS] : []), ...(options.scopes ?? [])].join(" "),
        state,
        access_type: "offline",
        response_type: "code",
        account_type: "service",
      }).toString();
      return url.href;
    },
    finish: (query, redirectUri, ports) => finish(options, query, redirectUri, ports),
  };
}

async function finish(
  options: FortnoxOptions,
  query: Readonly<Record<string, string>>,
  redirectUri: string,
  ports: Parameters<ConsentFlow["finish"]>[2],
): Promise<LedgerResult<ConsentDone>> {
  const code = query["code"];
  if (code === undefined || code === "") {
    const theirs = [query["error"], query["error_description"]]
      .filter((part) => part !== undefined)
      .join(": ");
    return refusedConsent("Fortnox was not connected, because the consent was not given.", theirs);
  }
  const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
  const answer = await requestToken(options, ports.http, form);
  if (!answer.ok) return answer;
  const { access_token, refresh_token } = answer.value;
  const claimed = tenantOf(access_token);
  const company = await readCompany(options, ports, access_token, claimed);
  const tenantId = claimed ?? (company.ok ? company.value.DatabaseNumber : undefined);
  if (tenantId === undefined) {
    return company.ok ? refusedConsent("Fortnox did not say which company was connected.", "") : company;
  }
  return {
    ok: true,
    value: {
      secrets: {
        tenant_id: tenantId,
        ...(refresh_token === undefined ? {} : { refresh_token }),
        granted_at: new Date(ports.clock.now()).toISOString(),
        mode: "client_credentials",
      },
      ledgerTenant: tenantId,
      companyName: (company.ok ? company.value.CompanyName : "") || `Company ${tenantId}`,
    },
  };
}

/** The tenant in the token. It is read, not verified: the token came straight from Fortnox. */
function tenantOf(token: string): string | undefined {
  try {
    return claims.parse(decodeJwt(token)).tenantId;
  } catch {
    return undefined;
  }
}

async function readCompany(
  options: FortnoxOptions,
  ports: Parameters<ConsentFlow["finish"]>[2],
  token: string,
  tenantId: string | undefined,
) {
  const client = createClient(options, { ...ports, lane: "people" }, tenantId ?? "unknown", {
    current: async () => ({ ok: true, value: { token, expiresAt: Number.POSITIVE_INFINITY } }),
    forget: () => {},
  });
  return client.read("/3/companyinformation", companyInformation, "the company's details");
}

function refusedConsent(message: string, theirs: string): LedgerResult<never> {
  const place = { place: "connection" } as const;
  return {
    ok: false,
    problem:
      theirs === "" ? fix("NOT_CONNECTED", message, place) : fix("NOT_CONNECTED", message, place, theirs),
  };
}
