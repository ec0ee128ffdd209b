import type { Installation, ShopPorts } from "../platform.ts";
import type { Granted } from "./scopes.ts";

const DAY_MS = 24 * 3_600_000;

/** Whether a shop shows us the companies it sells to. */
export interface CompanyTrade {
  isShown(): boolean;
  /** The shop's plan has no B2B trade: it is not asked about companies for a day. */
  refuse(): void;
}

// When shops that refused may be asked again, per running app.
const memory = new WeakMap<ShopPorts["app"], Map<number, number>>();

/** Nothing says beforehand whether a plan has B2B trade; asking without it is refused (shopify.md 3.1). */
export function companyTradeOf(
  { id }: Pick<Installation, "id">,
  { app, clock, log }: Pick<ShopPorts, "app" | "clock" | "log">,
  granted: Granted,
): CompanyTrade {
  const refused = memory.get(app) ?? new Map<number, number>();
  memory.set(app, refused);
  return {
    isShown: () => seesCompanies(granted) && clock.now() >= (refused.get(id) ?? 0),
    refuse() {
      refused.set(id, clock.now() + DAY_MS);
      log.info("the shop has no B2B trade", { installation: id });
    },
  };
}

/** Either scope shows companies. */
export function seesCompanies(granted: Granted): boolean {
  return granted("read_customers") || granted("read_companies");
}
