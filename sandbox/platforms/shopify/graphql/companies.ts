import type { Store } from "../store.ts";
import type { Company } from "../trade/order.ts";
import { connection, type PageArgs } from "./connection.ts";
import type { Fields, Search } from "./search.ts";
import { companyLocationView, companyView } from "./views/company-view.ts";

type Listed = PageArgs & { query?: string | null; sortKey?: string };

/** The lists of companies and of their locations. */
export function companyLists(store: Store, search: Search): Record<string, unknown> {
  const locations = () => [...store.state.companies.values()];
  const companies = () => [...new Map(locations().map((each) => [each.id, each])).values()];
  const byTime = (items: Company[], rank: (item: Company) => number, { sortKey }: Listed): Company[] => {
    if (sortKey !== "UPDATED_AT") throw new Error("The stand-in lists companies by UPDATED_AT.");
    return items.toSorted((a, b) => rank(a) - rank(b));
  };
  return {
    companies: (args: Listed) =>
      connection(byTime(search(companies(), args.query, COMPANY_FIELDS), changed, args), args, {
        keyOf: (each) => each.id,
        rankOf: changed,
        view: (each) => companyView(each, store),
      }),
    companyLocations: (args: Listed) =>
      connection(byTime(search(locations(), args.query, LOCATION_FIELDS), locationChanged, args), args, {
        keyOf: (each) => each.locationId,
        rankOf: locationChanged,
        view: (each) => companyLocationView(each, store),
      }),
  };
}

const changed = ({ updatedAt }: Company): number => Date.parse(updatedAt ?? "1970-01-01");
const locationChanged = ({ locationUpdatedAt }: Company): number =>
  Date.parse(locationUpdatedAt ?? "1970-01-01");

const COMPANY_FIELDS: Fields<Company> = {
  id: (company) => company.id,
  name: (company) => company.name,
  updated_at: (company) => company.updatedAt ?? null,
};

const LOCATION_FIELDS: Fields<Company> = {
  id: (company) => company.locationId,
  company_id: (company) => company.id,
  name: (company) => company.locationName,
  updated_at: (company) => company.locationUpdatedAt ?? null,
};
