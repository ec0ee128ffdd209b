import { vendorValue } from "../../vendor.ts";
import type { LedgerSystem } from "../connector.ts";
import { dynaccount } from "./connector.ts";

/** Where Dynaccount is. There is nothing to register with the vendor: merchants bring their own keys. */
export const dynaccountSystem: LedgerSystem = {
  id: "dynaccount",
  variables: [{ name: "DYNACCOUNT_API_URL", kind: "origin", default: "https://api.dynaccount.com" }],
  connector: (values) => dynaccount({ apiUrl: vendorValue(values, "DYNACCOUNT_API_URL") }),
};
