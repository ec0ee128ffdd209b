import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { changesContract } from "./platform/changes.ts";
import { deliveriesContract } from "./platform/deliveries.ts";
import { lineContract } from "./platform/line.ts";
import { ordersContract } from "./platform/orders.ts";
import { peopleContract } from "./platform/people.ts";
import { createStage } from "./platform/stage.ts";
import { stateContract } from "./platform/state.ts";
import type { PlatformAbilities, PlatformWorld } from "./platform/world.ts";

/** What every platform promises, tried against its stand-in; each part stands in a file of `platform/`. */
export function platformContract(
  name: string,
  start: () => Promise<PlatformWorld>,
  able: PlatformAbilities = {},
): void {
  describe(`${name}: the platform's contract`, () => {
    const stage = createStage(start, able);

    beforeAll(() => stage.open());
    afterAll(() => stage.close());
    afterEach(() => stage.world.line.trouble(null));

    deliveriesContract(stage);
    ordersContract(stage);
    lineContract(stage);
    changesContract(stage);
    stateContract(stage);
    peopleContract(stage);
  });
}
