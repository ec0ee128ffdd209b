import { type Context, platformOf } from "../../pipeline/context.ts";
import type { AdminFrame } from "../../platforms/platform.ts";
import type { StoredInstallation } from "../../store/installations.ts";
import { originsOf } from "./headers.ts";

/** For a page that tells nothing and has nothing to press. */
export const anyFrame: AdminFrame = { ancestors: ["*"], scripts: [], metas: {} };

/** For a page that stands alone in its window. */
export const noFrame: AdminFrame = { ancestors: [], scripts: [], metas: {} };

/** What stands around the pages of one shop: its platform's word, else the shop's own origins. */
export function frameOf(context: Context, installation: StoredInstallation): AdminFrame {
  const { tenantUrl, issuer, platform } = installation;
  return (
    platformOf(context, platform).frame?.(installation, context.app) ?? {
      ancestors: originsOf([tenantUrl, issuer]),
      scripts: [],
      metas: {},
    }
  );
}
