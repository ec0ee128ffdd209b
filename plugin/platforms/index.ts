import { manifestPlatform } from "./manifest/platform.ts";
import type { Platform } from "./platform.ts";

/** Every shop system we know. A new one is a folder beside this file and a line here. */
export const platforms: readonly Platform[] = [manifestPlatform];
