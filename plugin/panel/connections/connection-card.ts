import type { LedgerFacts } from "../../domain/ledger-facts.ts";
import { offeredSystems } from "../../pipeline/setup/connecting.ts";
import type { StoredConnection } from "../../store/connections.ts";
import type { Page } from "../page.ts";
import { companyName, ledgerTitle } from "../words/ledger-name.ts";

/** A connection as pages show it. */
export function connectionCard(page: Page, connection: StoredConnection): Record<string, unknown> {
  const { id, system, status, createdAt, facts, isPractice } = connection;
  return {
    id,
    system,
    systemName: ledgerTitle(page, connection),
    status,
    isPractice,
    companyName: companyName(page, connection),
    createdAt,
    facts:
      facts === null
        ? null
        : {
            baseCurrency: facts.baseCurrency,
            lockedUntil: facts.lockedUntil,
            currencies: otherCurrencies(facts),
            openUntil:
              facts.years
                ?.map((year) => year.to)
                .sort()
                .at(-1) ?? null,
            readAt: facts.readAt,
          },
    connectHref: isPractice ? null : connectHref(page, system, id),
  };
}

/** The ledgers a new connection can be made to; for practice books see `practiceOffer`. */
export function offers(page: Page): Record<string, unknown>[] {
  return offeredSystems(page.context)
    .filter((system) => !system.isPractice)
    .map(({ id, name }) => ({ name, href: connectHref(page, id, null) }));
}

function otherCurrencies({ currencies, baseCurrency }: LedgerFacts): string | null {
  if (currencies === null) return null;
  return currencies
    .map(({ code }) => code)
    .filter((code) => code !== baseCurrency)
    .join(", ");
}

/**
 * Address of a ledger's consent screen. Ledgers refuse to be framed, so it is opened in the top window, and leads back
 * to the shop's admin.
 */
function connectHref(page: Page, system: string, connectionId: number | null): string {
  const query = new URLSearchParams({ return_to: page.installation.adminUrl ?? page.installation.tenantUrl });
  if (connectionId !== null) query.set("connection", String(connectionId));
  if (page.carriedToken !== null) query.set("id_token", page.carriedToken);
  return `/connect/${encodeURIComponent(system)}?${query.toString()}`;
}
