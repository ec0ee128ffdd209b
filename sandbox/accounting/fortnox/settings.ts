import { addFinancialYear, yearOf } from "./company.ts";
import { decimal, jsonNumber, sumOf } from "./decimal.ts";
import { notFound, refused, unlisted } from "./errors.ts";
import { choice, day } from "./fields.ts";
import { listed } from "./listing.ts";
import { inKronor } from "./posting.ts";
import type { FinancialYearRecord } from "./records.ts";
import { predefinedVoucherSeries, printTemplates } from "./register-seed.ts";
import {
  type Call,
  created,
  existing,
  fieldsOf,
  found,
  json,
  type Reply,
  type Route,
  urlOf,
} from "./routes.ts";
import { isCalendarDay, swedishDate } from "./swedish-time.ts";

export const settingRoutes: readonly Route[] = [
  { method: "GET", path: "/companyinformation", scope: "companyinformation", handle: companyInformation },
  { method: "GET", path: "/settings/company", scope: "settings", handle: companySettings },
  { method: "GET", path: "/settings/lockedperiod", scope: "settings", handle: lockedPeriod },
  { method: "GET", path: "/financialyears", scope: "bookkeeping", handle: listYears },
  { method: "POST", path: "/financialyears", scope: "bookkeeping", handle: createYear },
  { method: "GET", path: "/financialyears/:id", scope: "bookkeeping", handle: readYear },
  { method: "GET", path: "/printtemplates", scope: "print", handle: listTemplates },
  { method: "GET", path: "/predefinedvoucherseries", scope: "settings", handle: listSeries },
  { method: "GET", path: "/predefinedvoucherseries/:name", scope: "settings", handle: readSeries },
  { method: "GET", path: "/euvatlimitregulation", scope: "invoice", handle: euVatLimit },
];

function companyInformation({ company }: Call): Reply {
  return found("CompanyInformation", {
    Address: "Storgatan 1",
    City: "Växjö",
    CompanyName: company.name,
    CountryCode: "SE",
    DatabaseNumber: company.databaseNumber,
    OrganizationNumber: company.organizationNumber,
    VisitAddress: "",
    VisitCity: "",
    VisitCountryCode: "",
    VisitZipCode: "",
    ZipCode: "352 30",
  });
}

function companySettings({ company }: Call): Reply {
  const bank = (value: string) => (company.switches.noBankDetails ? "" : value);
  return found("CompanySettings", {
    Address: "Storgatan 1",
    BG: bank("5050-1055"),
    BIC: bank("SWEDSESS"),
    City: "Växjö",
    Country: "Sverige",
    CountryCode: "SE",
    DatabaseNumber: String(company.databaseNumber),
    Domicile: "Växjö",
    Email: "ekonomi@example.se",
    IBAN: bank("SE3550000000054910000003"),
    Name: company.name,
    OrganizationNumber: company.organizationNumber,
    PG: "",
    TaxEnabled: true,
    VATNumber: `SE${company.organizationNumber.replace("-", "")}01`,
    ZipCode: "352 30",
  });
}

function lockedPeriod({ company: { switches } }: Call): Reply {
  return found("LockedPeriod", { EndDate: switches.lockHidden ? null : switches.lockedUntil });
}

function listYears(call: Call): Reply {
  return listed(call, call.company.years, {
    key: "FinancialYears",
    item: (year) => shownYear(call, year),
    matches: {
      date: (year, date) => {
        if (!isCalendarDay(date)) throw refused("parameter", "date");
        return year.FromDate <= date && date <= year.ToDate;
      },
    },
  });
}

function createYear(call: Call): Reply {
  const patch = fieldsOf(call, "FinancialYear", {
    FromDate: day(),
    ToDate: day(),
    AccountingMethod: choice("ACCRUAL", "CASH"),
  });
  const { FromDate, ToDate } = patch;
  if (!FromDate || !ToDate || ToDate <= FromDate) throw unlisted("Räkenskapsårets datum är ogiltiga");
  if (yearOf(call.company, FromDate) ?? yearOf(call.company, ToDate))
    throw unlisted("Räkenskapsåret överlappar ett annat");
  return created("FinancialYear", shownYear(call, addFinancialYear(call.company, { FromDate, ToDate })));
}

function readYear(call: Call): Reply {
  const year = call.company.years.find((it) => String(it.Id) === call.param("id"));
  return found("FinancialYear", shownYear(call, existing(year, "identifier")));
}

function shownYear(call: Call, year: FinancialYearRecord) {
  return {
    "@url": urlOf(call, "financialyears", year.Id),
    ...year,
    AccountingMethod: call.company.switches.cashMethod ? "CASH" : "ACCRUAL",
    AccountChartType: "BAS 2026",
  };
}

function listTemplates(call: Call): Reply {
  const type = call.query.get("type");
  const isKnown = (name: string): name is keyof typeof printTemplates => Object.hasOwn(printTemplates, name);
  if (type !== null && !isKnown(type)) throw refused("parameter", "type");
  const templates = type === null ? Object.values(printTemplates).flat() : printTemplates[type];
  return json(200, { PrintTemplates: templates });
}

function listSeries(call: Call): Reply {
  return listed(call, predefinedVoucherSeries, {
    key: "PreDefinedVoucherSeriesCollection",
    item: (series) => ({ "@url": urlOf(call, "predefinedvoucherseries", series.Name), ...series }),
  });
}

function readSeries(call: Call): Reply {
  const series = predefinedVoucherSeries.find((it) => it.Name === call.param("name"));
  if (series === undefined) throw notFound("identifier");
  return found("PreDefinedVoucherSeries", series);
}

/** Sales to consumers in other member states against the threshold of 99 680 SEK a year. */
function euVatLimit(call: Call): Reply {
  const year = call.query.get("year") ?? swedishDate(call.clock()).slice(0, 4);
  if (!/^\d{4}$/.test(year)) throw refused("parameter", "year");
  const distance = [...call.company.invoices.values()].filter((invoice) => {
    const customer = call.company.customers.get(invoice.CustomerNumber);
    const isConsumerAbroad = customer?.Type === "PRIVATE" && memberStates.has(customer.CountryCode ?? "");
    return invoice.Booked && isConsumerAbroad && invoice.InvoiceDate.startsWith(year);
  });
  const total = sumOf(distance.map((invoice) => inKronor(decimal(invoice.Net), invoice).toFixed(2)));
  return found("EUVatLimitRegulation", {
    IsOverLimit: total.gt("99680"),
    Limit: 99680,
    TotalExclVat: jsonNumber(total.toFixed(2)),
    Year: year,
  });
}

const memberStates = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SI SK".split(" "),
);
