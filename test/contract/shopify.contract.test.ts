import { platformContract } from "./platform.contract.ts";
import { shopifyWorld } from "./shopify-world.ts";

platformContract("Shopify", shopifyWorld, {
  secondPageAfter: 250,
  repeatsUnderOneId: true,
  showsState: true,
});
