import { vendorValue } from "../../vendor.ts";
import type { LedgerSystem } from "../connector.ts";
import { fortnox } from "./connector.ts";

/** What the operator registered with Fortnox, and where Fortnox is. */
export const fortnoxSystem: LedgerSystem = {
  id: "fortnox",
  variables: [
    { name: "FORTNOX_CLIENT_ID", kind: "text", required: true },
    { name: "FORTNOX_CLIENT_SECRET", kind: "secret", required: true },
    { name: "FORTNOX_API_URL", kind: "origin", default: "https://api.fortnox.se" },
    { name: "FORTNOX_AUTH_URL", kind: "origin", default: "https://apps.fortnox.se" },
    { name: "FORTNOX_APP_URL", kind: "origin" },
    { name: "FORTNOX_SCOPES", kind: "words" },
  ],
  connector(values) {
    const { FORTNOX_APP_URL: appUrl, FORTNOX_SCOPES: scopes } = values;
    return fortnox({
      clientId: vendorValue(values, "FORTNOX_CLIENT_ID"),
      clientSecret: vendorValue(values, "FORTNOX_CLIENT_SECRET"),
      apiUrl: vendorValue(values, "FORTNOX_API_URL"),
      authUrl: vendorValue(values, "FORTNOX_AUTH_URL"),
      ...(appUrl === undefined ? {} : { appUrl }),
      ...(scopes === undefined ? {} : { scopes: scopes.split(" ") }),
    });
  },
};
