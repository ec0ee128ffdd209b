import { type Authority, grantConsent } from "./oauth.ts";
import { page } from "./page.ts";
import type { Reply } from "./routes.ts";

const knownScopes = new Set(
  "companyinformation settings customer article price invoice payment bookkeeping currency costcenter project print order offer inbox archive connectfile profile warehouse noxfinansinvoice supplier supplierinvoice deletevoucher salary timereporting".split(
    " ",
  ),
);

/** The consent page, `GET /oauth-v1/auth`. */
export function consentPage(authority: Authority, query: URLSearchParams): Reply {
  const problem = problemWith(authority, query);
  if (problem !== undefined) return page(400, "consent-problem", { title: "Cannot connect", problem });
  const scopes = scopesOf(query);
  const unknown = scopes.filter((scope) => !knownScopes.has(scope));
  if (scopes.length === 0 || unknown.length > 0)
    return back(query, {
      error: "invalid_scope",
      error_description: `Unknown scope ${unknown.join(" ")}`.trim(),
    });
  const fields = ["client_id", "redirect_uri", "scope", "state"].map((name) => ({
    name,
    value: query.get(name),
  }));
  const companies = [...authority.state.companies.values()].map(({ name, databaseNumber }) => ({
    name,
    databaseNumber,
  }));
  return page(200, "consent", {
    title: "Connect an app",
    fields,
    scopes,
    clientId: authority.client.clientId,
    company: companies[0],
    companies: companies.length > 1 ? companies : undefined,
  });
}

/** `POST /oauth-v1/auth/allow`: the form's fields come back as they were shown. */
export function allowConsent(authority: Authority, form: URLSearchParams): Reply {
  const problem = problemWithClient(authority, form);
  if (problem !== undefined) return page(400, "consent-problem", { title: "Cannot connect", problem });
  const first = authority.state.companies.keys().next().value;
  const databaseNumber = Number(form.get("tenant") ?? first);
  if (!authority.state.companies.has(databaseNumber))
    return page(400, "consent-problem", { title: "Cannot connect", problem: "There is no such company." });
  const code = grantConsent(authority, {
    clientId: authority.client.clientId,
    databaseNumber,
    scopes: scopesOf(form),
    redirectUri: form.get("redirect_uri") ?? "",
  });
  return back(form, { code });
}

/** `POST /oauth-v1/auth/deny`. */
export function denyConsent(authority: Authority, form: URLSearchParams): Reply {
  const problem = problemWithClient(authority, form);
  if (problem !== undefined) return page(400, "consent-problem", { title: "Cannot connect", problem });
  return back(form, { error: "access_denied", error_description: "The user denied the request" });
}

function scopesOf(values: URLSearchParams): string[] {
  return (values.get("scope") ?? "").split(" ").filter(Boolean);
}

/** Back to the app with `state` and the result. */
function back(values: URLSearchParams, result: Record<string, string>): Reply {
  const target = new URL(values.get("redirect_uri") ?? "");
  for (const [name, value] of Object.entries(result)) target.searchParams.set(name, value);
  target.searchParams.set("state", values.get("state") ?? "");
  return { status: 302, headers: { location: target.href } };
}

function problemWith(authority: Authority, query: URLSearchParams): string | undefined {
  const problem = problemWithClient(authority, query);
  if (problem !== undefined) return problem;
  if (query.get("response_type") !== "code") return "response_type must be code.";
  if (query.get("access_type") !== "offline") return "access_type must be offline.";
  if (query.get("account_type") !== "service") return "account_type must be service.";
  return undefined;
}

/** What makes the return address untrustworthy is shown here and never sent there. */
function problemWithClient({ client }: Authority, values: URLSearchParams): string | undefined {
  if (values.get("client_id") !== client.clientId) return "client_id is not registered.";
  const redirect = values.get("redirect_uri") ?? "";
  if (!isAllowed(redirect, client.redirectUris)) return "redirect_uri is not registered.";
  return values.get("state") ? undefined : "state is missing.";
}

function isAllowed(redirect: string, registered: readonly string[] | undefined): boolean {
  if (!URL.canParse(redirect)) return false;
  if (registered !== undefined) return registered.includes(redirect);
  const { protocol, hostname } = new URL(redirect);
  return protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}
