import { vendorValue } from "../../vendor.ts";
import type { LedgerSystem } from "../connector.ts";
import { accountsIq } from "./connector.ts";

/** The operator has no keys of his own: every merchant brings those of an integration. */
export const accountsIqSystem: LedgerSystem = {
  id: "accountsiq",
  variables: [{ name: "ACCOUNTSIQ_API_URL", kind: "pattern", default: "https://{region}.accountsiq.com" }],
  connector: (values) => accountsIq({ urlPattern: vendorValue(values, "ACCOUNTSIQ_API_URL") }),
};
