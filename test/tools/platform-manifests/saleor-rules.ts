import { Kind, parse } from "graphql";
import { z } from "zod";

/*
 * What Saleor 3.23 demands of a manifest before it installs an app, in our own words: its documentation of manifests
 * and extensions, and what its installation refuses.
 */
const permission = z.enum(["MANAGE_ORDERS", "HANDLE_PAYMENTS", "MANAGE_USERS", "MANAGE_PRODUCTS"]);

const event = z.enum([
  "ORDER_CREATED",
  "ORDER_CONFIRMED",
  "ORDER_FULLY_PAID",
  "ORDER_UPDATED",
  "ORDER_CANCELLED",
  "ORDER_REFUNDED",
  "ORDER_FULLY_REFUNDED",
  "FULFILLMENT_CREATED",
  "CUSTOMER_UPDATED",
  "PRODUCT_VARIANT_UPDATED",
  "PRODUCT_VARIANT_STOCK_UPDATED",
  "APP_DELETED",
]);

const address = z.url({ protocol: /^https$/ });
const extension = z
  .strictObject({
    label: z.string().min(1).max(256),
    mount: z.enum(["ORDER_DETAILS_MORE_ACTIONS", "ORDER_DETAILS_WIDGETS", "NAVIGATION_ORDERS"]),
    target: z.enum(["POPUP", "APP_PAGE", "NEW_TAB", "WIDGET"]),
    permissions: z.array(permission),
    url: z.string(),
  })
  // A page of the dashboard is named by its path, everything else by its whole address.
  .refine(({ target, url }) =>
    target === "APP_PAGE" ? url.startsWith("/") : address.safeParse(url).success,
  );

const webhook = z
  .strictObject({
    name: z.string().min(1).max(255),
    asyncEvents: z.array(event),
    syncEvents: z.array(z.never()),
    query: z.string(),
    targetUrl: address,
    isActive: z.boolean(),
  })
  .refine(({ query, asyncEvents }) => typesAskedFor(query).join() === asyncEvents.map(typeOf).join(), {
    message: "asks for other events than it subscribes to",
  });

export const saleorManifest = z
  .strictObject({
    id: z.string().min(1),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    name: z.string().min(1).max(60),
    about: z.string(),
    author: z.string().trim().min(1),
    // The ranges npm knows.
    requiredSaleorVersion: z
      .string()
      .regex(/^(?:[<>]=?|\^|~)\d+(?:\.\d+){0,2}(?: [<>]=?\d+(?:\.\d+){0,2})*$/),
    permissions: z.array(permission),
    appUrl: address,
    tokenTargetUrl: address,
    homepageUrl: address,
    supportUrl: address,
    extensions: z.array(extension),
    webhooks: z.array(webhook),
  })
  .refine(
    ({ permissions, extensions }) =>
      extensions.every((one) => one.permissions.every((name) => permissions.includes(name))),
    { message: "an extension may not want what the app does not" },
  );

const typeOf = (name: string): string =>
  name
    .split("_")
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join("");

/** The events a webhook's question is about: one subscription whose only field is `event`. */
function typesAskedFor(query: string): string[] {
  const [operation, ...others] = parse(query).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) return [];
  const [field] = operation.selectionSet.selections;
  const isEvent = field?.kind === Kind.FIELD && field.name.value === "event";
  if (operation.operation !== "subscription" || !isEvent) return [];
  return (field.selectionSet?.selections ?? []).flatMap((one) =>
    one.kind === Kind.INLINE_FRAGMENT ? (one.typeCondition?.name.value ?? []) : [],
  );
}
