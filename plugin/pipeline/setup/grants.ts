import { type StoredInstallation, setInstallationScopes } from "../../store/installations.ts";
import type { Context } from "../context.ts";
import { openShop } from "../shop.ts";

/** Learns what the merchant lets us do now, because she says that she has changed it. */
export async function renewGrants(context: Context, installation: StoredInstallation): Promise<void> {
  const read = await openShop(context, installation).grants?.();
  if (read === undefined) return;
  const { store, ports } = context;
  if (read.ok) await setInstallationScopes(store, installation.id, read.value, ports.clock.now());
  else ports.log.info("a shop did not say what it allows", { message: read.problem.message });
}
