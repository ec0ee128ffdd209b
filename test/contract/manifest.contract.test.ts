import { manifestWorld } from "./manifest-world.ts";
import { platformContract } from "./platform.contract.ts";

platformContract("The manifest contract", manifestWorld, {
  secondPageAfter: 200,
  repeatsUnderOneId: true,
  showsState: true,
});
