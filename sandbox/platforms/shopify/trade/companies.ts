import type { ShopClock } from "../clock.ts";
import { notFound } from "../refusal.ts";
import type { Store } from "../store.ts";
import { companyPayload, locationPayload } from "../webhooks/payloads.ts";
import type { Announce } from "../webhooks/sender.ts";
import type { CompleteDraft } from "./draft.ts";
import type { Address, Company, Customer } from "./order.ts";

/** What a merchant may change of a company, and what of one of its locations. */
export type CompanyChanges = Partial<Pick<Company, "name" | "externalId">>;
export type LocationChanges = Partial<
  Pick<Company, "locationName" | "taxRegistrationId" | "taxExempt" | "taxExemptions" | "billingAddress">
>;

export type Companies = ReturnType<typeof openCompanies>;

/** The companies of the shop's B2B trade, each kept with its locations. Orders show them as they are now. */
export function openCompanies(store: Store, clock: ShopClock, announce: Announce) {
  const { state, nextId } = store;

  function stamp(): string {
    state.lastStamp = clock.stamp().toISOString();
    return state.lastStamp;
  }

  /** The location that buys: the one of that name if the company has it, else a new one. */
  function locationFor(
    given: NonNullable<CompleteDraft["company"]>,
    customer: Customer,
    billingAddress: Address,
  ): Company {
    const same = [...state.companies.values()].filter((each) => each.name === given.name);
    const known = same.find((each) => each.locationName === given.location);
    if (known !== undefined) return structuredClone(known);
    const at = stamp();
    const made: Company = {
      id: same[0]?.id ?? nextId(),
      name: given.name,
      externalId: given.externalId,
      contactId: nextId(),
      customerId: customer.id,
      locationId: nextId(),
      locationName: given.location,
      taxRegistrationId: given.vatNumber,
      taxExempt: given.taxExempt,
      taxExemptions: given.taxExemptions,
      billingAddress,
      updatedAt: same[0]?.updatedAt ?? at,
      locationUpdatedAt: at,
    };
    state.companies.set(made.locationId, made);
    return structuredClone(made);
  }

  function changeCompany(id: string, changes: CompanyChanges): void {
    const locations = [...state.companies.values()].filter((each) => each.id === id);
    const updatedAt = stamp();
    for (const each of locations) state.companies.set(each.locationId, { ...each, ...changes, updatedAt });
    const changed = state.companies.get(locations[0]?.locationId ?? "");
    if (changed === undefined) throw notFound("company", id);
    store.changed();
    announce([{ topic: "companies/update", payload: companyPayload(changed, clock) }]);
  }

  function changeCompanyLocation(locationId: string, changes: LocationChanges): void {
    const location = state.companies.get(locationId);
    if (location === undefined) throw notFound("company location", locationId);
    const changed = { ...location, ...changes, locationUpdatedAt: stamp() };
    state.companies.set(locationId, changed);
    store.changed();
    announce([{ topic: "company_locations/update", payload: locationPayload(changed, clock) }]);
  }

  return { locationFor, changeCompany, changeCompanyLocation };
}
