import { z } from "zod";
import { isCountry } from "../../domain/countries.ts";
import { isCurrencyCode } from "../../domain/currency.ts";
import { HttpFailure } from "../../ports.ts";
import type { SignUp, SignUpDone, SignUpPorts, SignUpRefused } from "../platform.ts";
import { addressesOf, addressSecrets, renewAddresses } from "./addresses.ts";
import { newSecret } from "./secret-texts.ts";
import { newSession } from "./session.ts";
import { siteName, siteUrl } from "./site.ts";
import { askForToken, type Granted, withToken } from "./token.ts";

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 8 * 1024 * 1024;

const remembered = z.object({ email: z.string() });

const typed = z.object({
  client_id: z.string().trim().min(1).max(200),
  client_secret: z.string().trim().min(1).max(500),
  email: z.email().max(191),
  country: z.string().trim().toUpperCase().refine(isCountry),
  currency: z.string().trim().toUpperCase().refine(isCurrencyCode),
  time_zone: z.string().trim().max(64).refine(isTimeZone),
});

/**
 * Installation where there are no apps: the merchant types the keys of an OAuth client of the site, a real call proves
 * them, and what no invoice says (country, currency, time zone) is asked once. Signing up again renews keys and session
 * secret and keeps the webhook addresses, which are pasted into the site by hand.
 */
export function signUpOf(pattern: string): SignUp {
  const site = z
    .string()
    .transform((text) => siteName(text, pattern))
    .refine((name) => name !== null);
  const form = typed.extend({ site });
  return {
    fields: [
      { name: "site", kind: "text" },
      { name: "client_id", kind: "text" },
      { name: "client_secret", kind: "secret" },
      { name: "email", kind: "email" },
      { name: "country", kind: "country" },
      { name: "currency", kind: "text" },
      { name: "time_zone", kind: "text" },
    ],

    async prove(given, ports) {
      const parsed = form.safeParse(given);
      if (!parsed.success) return fieldsRefused(parsed.error);
      const { site: name, client_id: clientId, client_secret: clientSecret, email } = parsed.data;
      const url = siteUrl(name, pattern);
      const granted = await askForToken(ports.http, url, { clientId, clientSecret });
      if (!granted.ok) return { ok: false, fields: [], reason: REASONS[granted.why] };
      if (!(await canRead(url, granted.token, ports))) return { ok: false, fields: [], reason: "forbidden" };
      const known = await ports.knownSecrets(url, name);
      const addresses = addressSecrets(known);
      const secrets = {
        client_id: clientId,
        client_secret: clientSecret,
        ...addresses,
        session_secret: newSecret(),
      };
      const { country, currency, time_zone: timeZone } = parsed.data;
      const done: SignUpDone = {
        ok: true,
        installation: {
          platform: "subscriptionflow",
          issuer: url,
          tenantId: name,
          tenantName: name,
          tenantUrl: url,
          apiBaseUrl: `${url}/api/v1`,
          country,
          currency,
          timeZone,
          scopes: [],
          metadata: { email },
        },
        secrets: withToken(secrets, granted, ports.clock.now()),
        redirect: null,
        session: await newSession(
          { siteUrl: url, site: name, email },
          secrets.session_secret,
          ports.app,
          ports.clock.now(),
        ),
        paste: addressesOf(name, addresses["webhook_secret"] ?? "", ports.app),
      };
      return done;
    },

    tenantOf(text) {
      const name = siteName(text, pattern);
      return name === null ? null : { issuer: siteUrl(name, pattern), tenantId: name };
    },

    renewAddresses,

    async invite(installation, ports) {
      const { session_secret: secret } = await ports.vault.read();
      if (secret === undefined) return null;
      const { email } = remembered.parse(installation.metadata);
      const { tenantUrl: url, tenantId: site } = installation;
      const session = await newSession({ siteUrl: url, site, email }, secret, ports.app, ports.clock.now());
      return { email, session };
    },
  };
}

const REASONS = {
  refused: "keys_refused",
  "no site": "no_site",
  away: "no_answer",
} as const satisfies Record<(Granted & { ok: false })["why"], SignUpRefused["reason"]>;

/** Keys may be right and see nothing: the first call anybody needs decides. */
async function canRead(url: string, token: string, { http }: SignUpPorts): Promise<boolean> {
  try {
    const { status, headers } = await http({
      method: "GET",
      url: `${url}/api/v1/invoices/search?name=none`,
      headers: { authorization: `Bearer ${token}`, accept: "application/json" },
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      untrusted: true,
    });
    return status >= 200 && status < 300 && !/^text\/html\b/.test(headers["content-type"] ?? "");
  } catch (error) {
    if (error instanceof HttpFailure) return false;
    throw error;
  }
}

function fieldsRefused(error: z.ZodError): SignUpRefused {
  const fields = [...new Set(error.issues.map((issue) => String(issue.path[0])))];
  return { ok: false, fields, reason: null };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
