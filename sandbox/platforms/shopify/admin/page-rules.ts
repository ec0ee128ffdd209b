import type { RequestHandler } from "express";
import { Refusal } from "../refusal.ts";

/** Headers of every page of the admin: nobody frames it, and nothing but its own scripts runs in it. */
export const pageHeaders: RequestHandler = (_request, response, next) => {
  response.set(
    "content-security-policy",
    "default-src 'self'; frame-src http: https:; frame-ancestors 'none'; base-uri 'none'",
  );
  // The app's frame may know where it stands, as in Shopify's admin, but not which page.
  response.set("referrer-policy", "strict-origin");
  next();
};

/** The admin has no sign-in, so at least no page of another origin, an embedded app's either, may press its buttons. */
export const ownFormsOnly: RequestHandler = (request, _response, next) => {
  const site = request.headers["sec-fetch-site"];
  const isForeign = site !== undefined && site !== "same-origin" && site !== "none";
  if (request.method !== "GET" && isForeign) throw new Refusal(403, "This form was sent from another site.");
  next();
};
