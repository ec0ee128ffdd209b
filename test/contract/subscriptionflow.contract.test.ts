import { platformContract } from "./platform.contract.ts";
import { subscriptionFlowWorld } from "./subscriptionflow-world.ts";

// Its webhooks are unsigned hints without an id, its amounts are JSON numbers, and it shows nothing of ours.
platformContract("SubscriptionFlow", subscriptionFlowWorld, { largestPrice: "21474836.47" });
