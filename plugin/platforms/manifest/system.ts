import type { PlatformSystem } from "../platform.ts";
import { manifestPlatform } from "./platform.ts";

/** Every platform of the manifest contract; which ones may install us is the host's own list. */
export const manifestSystem: PlatformSystem = {
  id: manifestPlatform.id,
  variables: [],
  platform: () => manifestPlatform,
};
