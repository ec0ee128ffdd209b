import { vendorValue } from "../../vendor.ts";
import type { PlatformSystem } from "../platform.ts";
import { subscriptionFlow } from "./platform.ts";

/** The vendor knows nothing of us, so an operator has nothing to register; a stand-in has another address. */
export const subscriptionFlowSystem: PlatformSystem = {
  id: "subscriptionflow",
  variables: [
    { name: "SUBSCRIPTIONFLOW_URL", kind: "pattern", default: "https://{site}.subscriptionflow.com" },
  ],
  platform: (values) => subscriptionFlow(vendorValue(values, "SUBSCRIPTIONFLOW_URL")),
};
