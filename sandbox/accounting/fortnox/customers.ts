import { nextNumber } from "./company.ts";
import { customerFields } from "./customer-fields.ts";
import { jsonNumber } from "./decimal.ts";
import { refused, unlisted } from "./errors.ts";
import { blank, type Patch } from "./fields.ts";
import { listed } from "./listing.ts";
import { checkEntry, usableAccount } from "./lookups.ts";
import type { CustomerRecord } from "./records.ts";
import {
  type Call,
  created,
  existing,
  fieldsOf,
  found,
  type Reply,
  type Route,
  removed,
  urlOf,
} from "./routes.ts";
import { swedishDate } from "./swedish-time.ts";
import { countryName } from "./text-rules.ts";

export const customerRoutes: readonly Route[] = [
  { method: "GET", path: "/customers", scope: "customer", handle: listCustomers },
  { method: "POST", path: "/customers", scope: "customer", handle: createCustomer },
  {
    method: "GET",
    path: "/customers/:number",
    scope: "customer",
    handle: (call) => found("Customer", shown(call, customerOf(call))),
  },
  { method: "PUT", path: "/customers/:number", scope: "customer", handle: updateCustomer },
  { method: "DELETE", path: "/customers/:number", scope: "customer", handle: deleteCustomer },
];

function customerOf(call: Call): CustomerRecord {
  return existing(call.company.customers.get(call.param("number")), "customer");
}

function listCustomers(call: Call): Reply {
  return listed(call, call.company.customers.values(), {
    key: "Customers",
    contains: {
      customernumber: (customer) => [customer.CustomerNumber],
      name: (customer) => [customer.Name],
      zipcode: (customer) => [customer.ZipCode],
      city: (customer) => [customer.City],
      email: (customer) => [customer.Email],
      phone: (customer) => [customer.Phone1, customer.Phone2],
      organisationnumber: (customer) => [customer.OrganisationNumber],
      gln: (customer) => [customer.GLN],
      glndelivery: (customer) => [customer.GLNDelivery],
    },
    filters: { active: (customer) => customer.Active, inactive: (customer) => !customer.Active },
    sorts: { customernumber: (customer) => customer.CustomerNumber, name: (customer) => customer.Name },
    modifiedAt: (customer) => customer.modifiedAt,
    item: (customer) => ({
      "@url": urlOf(call, "customers", customer.CustomerNumber),
      Address1: customer.Address1,
      Address2: customer.Address2,
      City: customer.City,
      CustomerNumber: customer.CustomerNumber,
      Email: customer.Email,
      Name: customer.Name,
      OrganisationNumber: customer.OrganisationNumber,
      Phone: customer.Phone1,
      ZipCode: customer.ZipCode,
    }),
  });
}

function createCustomer(call: Call): Reply {
  const { customers, reservedCustomerNumbers } = call.company;
  const patch = fieldsOf(call, "Customer", customerFields);
  if (!patch.Name) throw unlisted("Namn måste anges (Name)");
  const isTaken = (number: string) => customers.has(number) || reservedCustomerNumbers.has(number);
  const asked = patch.CustomerNumber ?? undefined;
  if (asked !== undefined && isTaken(asked)) throw refused("customerNumberTaken", asked);
  const card = withPatch(call, { ...blankCustomer, CustomerNumber: "", Name: patch.Name }, patch);
  // Numbered last, so that a refused card leaves no gap.
  let CustomerNumber = asked ?? String(nextNumber(call.company, "customer"));
  while (isTaken(CustomerNumber)) CustomerNumber = String(nextNumber(call.company, "customer"));

  const customer = { ...card, CustomerNumber };
  customers.set(CustomerNumber, customer);
  return created("Customer", shown(call, customer));
}

function updateCustomer(call: Call): Reply {
  const current = customerOf(call);
  const patch = fieldsOf(call, "Customer", customerFields);
  if (patch.Name === null) throw unlisted("Namn måste anges (Name)");
  if (patch.CustomerNumber !== undefined && patch.CustomerNumber !== current.CustomerNumber)
    throw unlisted("Kundnumret kan inte ändras");
  const customer = withPatch(call, current, patch);
  call.company.customers.set(customer.CustomerNumber, customer);
  return found("Customer", shown(call, customer));
}

function deleteCustomer(call: Call): Reply {
  const customer = customerOf(call);
  const hasInvoices = [...call.company.invoices.values()].some(
    (it) => it.CustomerNumber === customer.CustomerNumber,
  );
  if (hasInvoices) throw unlisted("Kunden används och kan inte tas bort");
  call.company.customers.delete(customer.CustomerNumber);
  call.company.reservedCustomerNumbers.add(customer.CustomerNumber);
  return removed();
}

function withPatch(call: Call, current: CustomerRecord, patch: Patch<typeof customerFields>): CustomerRecord {
  const customer: CustomerRecord = {
    ...current,
    ...patch,
    CustomerNumber: current.CustomerNumber,
    Name: patch.Name ?? current.Name,
    Type: patch.Type ?? current.Type,
    VATType: patch.VATType ?? current.VATType,
    Active: patch.Active ?? current.Active,
    modifiedAt: call.clock().toISOString(),
  };
  check(call, customer);
  return { ...customer, OrganisationNumber: dashed(customer) };
}

/** References must exist and numbers must look like numbers; the API refuses loose forms. */
function check({ company, clock }: Call, customer: CustomerRecord): void {
  for (const code of [customer.CountryCode, customer.DeliveryCountryCode, customer.VisitingCountryCode])
    if (code !== null && countryName(code) === undefined) throw unlisted(`Ogiltig landskod (${code})`);
  checkEntry(company, "currencies", customer.Currency);
  checkEntry(company, "pricelists", customer.PriceList);
  checkEntry(company, "termsofpayments", customer.TermsOfPayment);
  checkEntry(company, "termsofdeliveries", customer.TermsOfDelivery);
  checkEntry(company, "wayofdeliveries", customer.WayOfDelivery);
  checkEntry(company, "costcenters", customer.CostCenter);
  checkEntry(company, "projects", customer.Project);
  if (customer.SalesAccount !== null)
    usableAccount(company, Number(customer.SalesAccount), swedishDate(clock()));
  for (const address of [customer.Email, customer.EmailInvoice])
    if (address !== null && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address))
      throw unlisted(`Ogiltig e-postadress (${address})`);
  const vat = customer.VATNumber;
  if (vat !== null && !(vat.startsWith("SE") ? /^SE\d{10}01$/ : /^[A-Z]{2}[0-9A-Z+*]{2,12}$/).test(vat))
    throw unlisted(`Ogiltigt VAT-nummer (${vat})`);
  const organisation = customer.OrganisationNumber;
  if (organisation !== null && isSwedish(customer) && !/^(\d{2})?\d{6}-?\d{4}$/.test(organisation))
    throw unlisted(`Ogiltigt organisationsnummer (${organisation})`);
}

function isSwedish(customer: CustomerRecord): boolean {
  return customer.CountryCode === null || customer.CountryCode === "SE";
}

/** Swedish numbers are shown as NNNNNN-NNNN whatever was sent. */
function dashed(customer: CustomerRecord): string | null {
  const number = customer.OrganisationNumber;
  return number !== null && isSwedish(customer)
    ? number.replace(/^((?:\d{2})?\d{6})(\d{4})$/, "$1-$2")
    : number;
}

const blankCustomer = {
  ...blank(customerFields),
  Type: "COMPANY",
  VATType: "SEVAT",
  PriceList: "A",
  TermsOfPayment: "30",
  CountryCode: "SE",
  ShowPriceVATIncluded: false,
  Active: true,
  modifiedAt: "",
} as const;

function shown(call: Call, customer: CustomerRecord) {
  const { modifiedAt: _, InvoiceDiscount, ...rest } = customer;
  const country = (code: string | null) => (code === null ? null : (countryName(code) ?? null));
  return {
    "@url": urlOf(call, "customers", customer.CustomerNumber),
    ...rest,
    InvoiceDiscount: InvoiceDiscount === null ? null : jsonNumber(InvoiceDiscount),
    Country: country(customer.CountryCode),
    DeliveryCountry: country(customer.DeliveryCountryCode),
    VisitingCountry: country(customer.VisitingCountryCode),
  };
}
