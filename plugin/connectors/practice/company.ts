/** Whose books they are: which chart of accounts and which currency. */
export interface Company {
  readonly country: string;
  readonly currency: string;
}

/** The connection's id makes it another company each time: books that were thrown away never come back. */
export function tenantOf({ country, currency }: Company, connectionId: number): string {
  return `${country}-${currency}-${connectionId}`;
}

/** Reads what `tenantOf` wrote. Throws on anything else. */
export function companyOf(tenant: string | null): Company {
  const [, country, currency] = /^([A-Z]{2})-([A-Z]{3})-\d+$/.exec(tenant ?? "") ?? [];
  if (country === undefined || currency === undefined) throw new Error(`not practice books: ${tenant}`);
  return { country, currency };
}
