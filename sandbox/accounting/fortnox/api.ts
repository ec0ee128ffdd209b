import { accountRoutes } from "./accounts.ts";
import { articleRoutes } from "./articles.ts";
import type { Company } from "./company.ts";
import { customerRoutes } from "./customers.ts";
import { errorBody, FortnoxError, missingRight, refused } from "./errors.ts";
import { answerAttachments, formFile, inboxRoutes, refusal } from "./files.ts";
import { invoiceActionRoutes } from "./invoice-actions.ts";
import { invoiceRoutes } from "./invoices.ts";
import { type Authority, hasConsent } from "./oauth.ts";
import { orderRoutes } from "./orders.ts";
import { paymentRoutes } from "./payments.ts";
import { priceRoutes } from "./prices.ts";
import type { RateWindow } from "./rate-window.ts";
import { registerRoutes } from "./registers.ts";
import { findRoute, json, type Reply, type Route } from "./routes.ts";
import { settingRoutes } from "./settings.ts";
import type { Clock } from "./swedish-time.ts";
import { type Grant, readAccessToken } from "./tokens.ts";
import { voucherRoutes } from "./vouchers.ts";

const routes: readonly Route[] = [
  ...settingRoutes,
  ...accountRoutes,
  ...registerRoutes,
  ...priceRoutes,
  ...customerRoutes,
  ...articleRoutes,
  ...invoiceRoutes,
  ...invoiceActionRoutes,
  ...orderRoutes,
  ...paymentRoutes,
  ...voucherRoutes,
  ...inboxRoutes,
];

/** A request to the API before anything about it is known to be right. */
export interface ApiRequest {
  method: string;
  /** Without the leading `/3`. */
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  accept: string | undefined;
  contentType: string | undefined;
  text: string;
}

/** The 401 of the API host, which is not in the vendor's usual error envelope. */
export function unauthorized(): Reply {
  return json(401, { message: "unauthorized" });
}

/** Answers one API call: token, budget, address, rights, form of the body, then the work itself. */
export async function answerApi(
  authority: Authority,
  rates: RateWindow,
  request: ApiRequest & { origin: string },
): Promise<Reply> {
  const admitted = await admit(authority, rates, request);
  if ("status" in admitted) return admitted;
  const { grant, company } = admitted;
  const { clock } = authority;
  if (!/json|pdf|\*\/\*/.test(request.accept ?? "*/*")) throw refused("responseType");
  const { route, params } = findRoute(routes, request.method, request.path);
  if (!grant.scopes.includes(route.scope) || !company.switches.scope) throw missingRight("scope");
  if (!company.switches.licence) throw missingRight("licence");
  return route.handle({
    company,
    clock,
    origin: request.origin,
    query: request.query,
    param: (name) => params.get(name) ?? "",
    body: route.isForm === true ? formFile(request.contentType ?? "", request.text) : bodyOf(request),
  });
}

/** What somebody does who is signed in to the books: the same work under the same rules, without an app's token. */
export function answerPerson(
  setting: { company: Company; clock: Clock; origin: string },
  request: { method: string; path: string; body: unknown },
): Reply {
  try {
    const { route, params } = findRoute(routes, request.method, request.path);
    return route.handle({
      ...setting,
      query: new URLSearchParams(),
      param: (name) => params.get(name) ?? "",
      body: request.body,
    });
  } catch (error) {
    if (!(error instanceof FortnoxError)) throw error;
    return json(error.status, errorBody(error));
  }
}

/** Answers the service of attachments, which lives beside the API and refuses in other words. */
export async function answerFileService(
  authority: Authority,
  rates: RateWindow,
  request: ApiRequest,
): Promise<Reply> {
  const admitted = await admit(authority, rates, request);
  if ("status" in admitted) return admitted;
  const { grant, company } = admitted;
  if (request.path !== "/fileattachments/attachments-v1") return refusal(404, "not_found");
  if (!grant.scopes.includes("connectfile") || !company.switches.scope) return refusal(403, "missing.rights");
  return answerAttachments(company, request);
}

/** Whose token it is, and whether there is a call left for him. */
async function admit(
  { state, clock }: Authority,
  rates: RateWindow,
  request: ApiRequest,
): Promise<{ grant: Grant; company: Company } | Reply> {
  const token = request.authorization?.match(/^Bearer (\S+)$/i)?.[1] ?? "";
  const grant = await readAccessToken(state.signingKey, token, clock);
  const company = state.companies.get(grant?.databaseNumber ?? -1);
  if (grant === undefined || !hasConsent(company, grant.clientId)) return unauthorized();
  // Without Retry-After and without a body, as the vendor refuses.
  if (company.switches.rateLimit && !rates.admits(`${grant.clientId} ${company.databaseNumber}`))
    return { status: 429 };
  return { grant, company };
}

/** Writing calls must say JSON, also those whose body is empty. */
function bodyOf({ method, contentType, text }: ApiRequest): unknown {
  if (method !== "POST" && method !== "PUT") return undefined;
  if (contentType === undefined || !/^application\/json\b/i.test(contentType)) throw refused("contentType");
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw refused("json");
  }
}
