import { grantedOf, optionalScopes, requiredScopes, type Scope } from "../scopes.ts";
import { captureDocument } from "./capture.ts";
import { changedBuyersDocument, customerDocument } from "./customers.ts";
import { beginDocument, countDocument, historyQuery, writingDocument, writtenDocument } from "./history.ts";
import { ordersDocument, productsDocument, variantsDocument } from "./lists.ts";
import { markDocument } from "./marks.ts";
import { orderAgreementDocument, orderDocument, orderLinesDocument } from "./order.ts";
import { payoutLinesDocument, payoutsDocument } from "./payouts.ts";
import { grantsDocument, shopDocument } from "./shop.ts";
import { locationsDocument, setStockDocument, stockDocument } from "./stock.ts";

interface UsedDocument {
  readonly text: string;
  /** Beyond the required scopes. */
  readonly needs: readonly Scope[];
}

/** Every document we send, for the tests that hold them against the published schema and its scopes. */
export const allDocuments: readonly UsedDocument[] = [
  { text: orderDocument(() => false), needs: [] },
  { text: orderDocument(grantedOf(requiredScopes)), needs: [] },
  { text: orderDocument(grantedOf([...requiredScopes, ...optionalScopes])), needs: [] },
  ...[
    orderLinesDocument(grantedOf(requiredScopes)),
    orderAgreementDocument,
    ordersDocument,
    productsDocument,
    variantsDocument,
    shopDocument,
    changedBuyersDocument(["customers"], false),
    changedBuyersDocument(["customers", "companies", "companyLocations"], true),
    customerDocument,
    grantsDocument,
    countDocument,
    `query History ${historyQuery("processed_at:>='2026-01-01T00:00:00Z' AND test:false")}`,
    beginDocument,
    writingDocument,
    writtenDocument,
    markDocument({ remove: false, add: false }),
    markDocument({ remove: false, add: true }),
    markDocument({ remove: true, add: false }),
    markDocument({ remove: true, add: true }),
    captureDocument,
    stockDocument,
    locationsDocument,
  ].map((text) => ({ text, needs: [] })),
  { text: setStockDocument, needs: ["write_inventory"] },
  ...[payoutsDocument, payoutLinesDocument].map(
    (text): UsedDocument => ({
      text,
      needs: ["read_shopify_payments_payouts", "read_shopify_payments_accounts"],
    }),
  ),
];
