import express from "express";
import { startClock } from "./clock.ts";
import type { AppDescription } from "./deploy/app-description.ts";
import { noFaults, strikes } from "./faults.ts";
import { openBucket } from "./graphql/bucket.ts";
import { openBulkDesk } from "./graphql/bulk.ts";
import { sendBulkFile } from "./graphql/bulk-view.ts";
import type { ApiCall } from "./graphql/endpoint.ts";
import { graphqlRoutes } from "./graphql/endpoint.ts";
import type { Roots } from "./graphql/execute.ts";
import { run } from "./graphql/execute.ts";
import type { IdempotencyMemory } from "./graphql/idempotency.ts";
import { mutationRoot } from "./graphql/mutations.ts";
import { queryRoot } from "./graphql/root.ts";
import type { SearchWarning } from "./graphql/search.ts";
import { openSearch } from "./graphql/search.ts";
import { openShelf } from "./graphql/shelf.ts";
import { openInstallation } from "./installation.ts";
import type { ClientSecrets } from "./oauth/secrets.ts";
import { signSessionToken } from "./oauth/session-token.ts";
import { tokenRoutes } from "./oauth/token-endpoint.ts";
import { openTokenDesk } from "./oauth/tokens.ts";
import type { ShopifyOptions, ShopifyShop } from "./shop.ts";
import type { Store, Tenant } from "./store.ts";
import { openStore } from "./store.ts";
import { openBackroom } from "./trade/backroom.ts";
import { firstVariants } from "./trade/catalogue.ts";
import { openCompanies } from "./trade/companies.ts";
import { openTrade } from "./trade/trade.ts";
import { startWebhookSender } from "./webhooks/sender.ts";

/** What all shops of one stand-in have in common. */
export interface Surroundings {
  options: ShopifyOptions;
  app: AppDescription;
  secrets: ClientSecrets;
  url: () => string;
}

export interface RunningShop extends ShopifyShop {
  store: Store;
  routes: express.Router;
  close(): Promise<void>;
}

const LOGGED_CALLS = 10_000;
const FIRST_STOCK = 100;

/** One shop with its memory, its API and its webhooks. */
export function openTenant(tenant: Tenant, dataFile: string | undefined, around: Surroundings): RunningShop {
  const { options, app, secrets } = around;
  const domain = `${tenant.handle}.myshopify.com`;
  const store = openStore(dataFile, tenant, options.firstId ?? "5700000000000");
  const { state } = store;
  const clock = startClock(
    {
      timeZone: state.tenant.timeZone,
      today: options.today ?? (() => new Date()),
      now: options.now ?? (() => new Date()),
    },
    state.lastStamp,
  );
  const faults = noFaults();
  const calls: ApiCall[] = [];
  const webhooks = startWebhookSender({
    store,
    clock,
    faults,
    secrets,
    app: () => app,
    shop: domain,
    retryPausesMs: options.retryPausesMs ?? [
      1_000, 5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 7_200_000,
    ],
  });
  const { announce } = webhooks;
  const backroom = openBackroom(store, clock, announce);
  const companies = openCompanies(store, clock, announce);
  const { variantOf } = backroom;
  const trade = openTrade({ store, clock, announce, variantOf, locationFor: companies.locationFor });
  const tokens = openTokenDesk(store, clock);
  const bucket = openBucket(state.tenant.plan, clock);
  const installation = openInstallation({ store, clock, announce, tokens, app, domain, signer });
  const shelf = openShelf(store, options.clientId, faults);
  const bulkUrl = (id: string) => `${around.url()}/s/${domain}/bulk/${id}.jsonl`;
  const idempotency: IdempotencyMemory = new Map();
  const bulks = openBulkDesk({
    store,
    clock,
    faults,
    announce,
    urlOf: bulkUrl,
    run: async (ready) =>
      await run(
        ready,
        {},
        rootsFor(grantedNow(), () => {}, true),
      ),
  });
  if (state.variants.size === 0) stockUp();

  function stockUp(): void {
    const { country } = state.tenant;
    state.places.push({
      id: store.nextId(),
      name: "Warehouse",
      isActive: true,
      fulfillsOnlineOrders: true,
      countryCode: country,
      city: "Stockholm",
    });
    const [place] = state.places;
    for (const variant of firstVariants(store.nextId, clock)) {
      state.variants.set(variant.id, variant);
      if (!variant.tracked || place === undefined) continue;
      const level = { available: FIRST_STOCK, updatedAt: variant.updatedAt };
      state.levels.set(`${variant.inventoryItemId}@${place.id}`, level);
    }
  }

  function signer() {
    return { shop: domain, clientId: options.clientId, secret: secrets.signing(), now: clock.now() };
  }

  const grantedNow = () => state.installation?.scopes ?? [];

  function rootsFor(
    scopes: readonly string[],
    warn: (warning: SearchWarning) => void,
    isBulk: boolean,
  ): Roots {
    const access = {
      scopes: scopes.filter((scope) => !faults.withoutScopes.includes(scope)),
      customerData: !faults.noCustomerData,
      b2b: !faults.noB2b,
    };
    const search = openSearch(warn);
    return {
      access,
      isBulk,
      query: queryRoot({
        store,
        shelf,
        app,
        shop: domain,
        access,
        search,
        clock,
        bulkUrl,
      }),
      mutation: mutationRoot({
        store,
        trade,
        backroom,
        shelf,
        access,
        startBulk: bulks.start,
        idempotency,
        isStockBusy: () => strikes(faults, "stockBusy"),
      }),
    };
  }

  function log(call: Omit<ApiCall, "at">): void {
    calls.push({ ...call, at: clock.now().toISOString() });
    if (calls.length > LOGGED_CALLS) calls.shift();
  }

  const routes = express.Router();
  routes.use(
    tokenRoutes({ store, clock, faults, tokens, secrets, clientId: options.clientId, shop: domain, log }),
  );
  routes.use(
    graphqlRoutes({
      faults,
      tokens,
      bucket,
      log,
      // What the merchant grants or takes back counts for tokens issued before, too.
      roots: (warn) => rootsFor(grantedNow(), warn, false),
    }),
  );
  routes.get("/bulk/:name", (request, response) => {
    const bulk = state.bulks.get(String(request.params["name"]).replace(/\.jsonl$/, ""));
    sendBulkFile(bulk, clock, request, response);
  });

  routes.use(answerUnreadable);

  return {
    store,
    routes,
    domain,
    faults,
    place: async (draft) => trade.place(draft),
    pay: async (id, draft) => trade.pay(id, draft),
    refund: async (id, draft) => trade.refund(id, draft),
    edit: async (id, draft) => trade.edit(id, draft),
    processReturn: async (id, draft) => trade.processReturn(id, draft),
    refundReturn: async (id, returnId, draft) => trade.refundReturn(id, returnId, draft),
    settle: async (id, transactionId, status) => trade.settle(id, transactionId, status),
    cancel: async (id) => trade.cancel(id),
    fulfil: async (id, whole) => trade.fulfil(id, whole),
    touch: async (id, alter) => trade.touch(id, alter),
    remove: async (id) => trade.remove(id),
    changeCustomer: async (id, changes) => trade.changeCustomer(id, changes),
    changeCompany: async (id, changes) => companies.changeCompany(id, changes),
    changeCompanyLocation: async (id, changes) => companies.changeCompanyLocation(id, changes),
    addProduct: async (draft) => backroom.addProduct(draft),
    setTaxesIncluded: async (isIncluded) => {
      state.tenant.taxesIncluded = isIncluded;
      store.changed();
    },
    addPlace: async (name) => backroom.addPlace(name),
    changeProduct: async (sku, changes) => backroom.changeProduct(sku, changes),
    payOut: async (besides) => backroom.payOut(besides),
    ...installation,
    sessionToken: async (claims = {}) => signSessionToken(signer(), claims),
    drainBucket: (left) => bucket.drain(left),
    expireAccessTokens: () => tokens.expireAccessTokens(),
    order: (id) => structuredClone(state.orders.get(id)),
    orders: () => structuredClone([...state.orders.values()]),
    variants: () => structuredClone([...state.variants.values()]),
    places: () => structuredClone(state.places),
    stock: () => stockOf(store),
    scopes: () => state.installation?.scopes ?? null,
    calls: () => [...calls],
    deliveries: () => structuredClone(state.deliveries),
    redeliver: (id) => webhooks.redeliver(id),
    async idle() {
      await bulks.idle();
      await webhooks.idle();
    },
    async close() {
      await bulks.close();
      await webhooks.close();
      store.close();
    },
  };
}

/** A body that is no JSON, as Shopify answers it. */
function answerUnreadable(
  error: unknown,
  _request: express.Request,
  response: express.Response,
  next: express.NextFunction,
): void {
  const isUnreadable = error instanceof Error && "type" in error && error.type === "entity.parse.failed";
  if (isUnreadable) response.status(400).json({ errors: { query: "Required parameter missing or invalid" } });
  else next(error);
}

function stockOf({ state }: Store): Map<string, number> {
  return new Map(
    [...state.variants.values()].flatMap(({ sku, inventoryItemId }) => {
      const levels = [...state.levels].filter(([key]) => key.startsWith(`${inventoryItemId}@`));
      const pieces = levels.reduce((count, [, level]) => count + level.available, 0);
      return sku === null || levels.length === 0 ? [] : [[sku, pieces] as const];
    }),
  );
}
