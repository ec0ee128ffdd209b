import type { KnownError } from "./errors.ts";
import { amount, choice, day, type Fields, flag, text } from "./fields.ts";
import type { RegisterName } from "./register-seed.ts";

/** A small register: same calls, own names. */
export interface Register {
  name: RegisterName;
  scope: string;
  /** Envelope of one and key of many; neither follows from the other. */
  one: string;
  many: string;
  fields: Fields;
  required: readonly string[];
  /** Decimal texts that are shown as numbers. */
  numbers?: readonly string[];
  /** What its absent entry is called; null where no code is published. */
  missing: KnownError | null;
  /** Fields that a list leaves out. */
  unlisted?: readonly string[];
  /** Entries cannot be deleted. */
  fixed?: boolean;
}

const described = {
  Code: text({ min: 1, max: 50 }),
  Description: text({ max: 100 }),
  DescriptionEnglish: text({ max: 100 }),
};

/** All small registers. */
export const registers: readonly Register[] = [
  {
    name: "modesofpayments",
    scope: "settings",
    one: "ModeOfPayment",
    many: "ModesOfPayments",
    fields: { Code: text({ min: 1 }), Description: text(), AccountNumber: text({ min: 4, max: 4 }) },
    required: ["Code", "AccountNumber"],
    missing: null,
  },
  {
    name: "termsofpayments",
    scope: "settings",
    one: "TermsOfPayment",
    many: "TermsOfPayments",
    fields: { Code: text({ min: 1, max: 25 }), Description: text() },
    required: ["Code", "Description"],
    missing: "termsOfPayment",
  },
  {
    name: "wayofdeliveries",
    scope: "settings",
    one: "WayOfDelivery",
    many: "WayOfDeliveries",
    fields: described,
    required: ["Code"],
    missing: null,
  },
  {
    name: "termsofdeliveries",
    scope: "settings",
    one: "TermsOfDelivery",
    many: "TermsOfDeliveries",
    fields: { ...described, Code: text({ min: 1, max: 20 }), Description: text({ max: 200 }) },
    required: ["Code", "Description"],
    missing: "termsOfDelivery",
  },
  {
    name: "units",
    scope: "settings",
    one: "Unit",
    many: "Units",
    fields: {
      Code: text({ min: 1, max: 20 }),
      Description: text({ min: 1, max: 100 }),
      CodeEnglish: text({ max: 100 }),
    },
    required: ["Code", "Description"],
    missing: "unit",
  },
  {
    name: "currencies",
    scope: "currency",
    one: "Currency",
    many: "Currencies",
    fields: {
      Code: text({ min: 3, max: 3 }),
      Description: text({ min: 1 }),
      BuyRate: amount(),
      SellRate: amount(),
      Unit: amount(),
      IsAutomatic: flag(),
      Date: day(),
    },
    required: ["Code", "Description"],
    numbers: ["BuyRate", "SellRate", "Unit"],
    missing: "currency",
  },
  {
    name: "pricelists",
    scope: "price",
    one: "PriceList",
    many: "PriceLists",
    fields: {
      Code: text({ min: 1, max: 100 }),
      Description: text({ min: 1, max: 50 }),
      Comments: text(),
      PreSelected: flag(),
    },
    required: ["Code", "Description"],
    missing: "priceList",
    fixed: true,
  },
  {
    name: "costcenters",
    scope: "costcenter",
    one: "CostCenter",
    many: "CostCenters",
    fields: { Code: text({ min: 1, max: 6 }), Description: text({ min: 1 }), Note: text(), Active: flag() },
    required: ["Code", "Description"],
    missing: null,
  },
  {
    name: "projects",
    scope: "project",
    one: "Project",
    many: "Projects",
    fields: {
      ProjectNumber: text({ max: 20 }),
      Description: text({ min: 1, max: 50 }),
      Status: choice("NOTSTARTED", "ONGOING", "COMPLETED"),
      StartDate: day(),
      EndDate: day(),
      ProjectLeader: text({ max: 50 }),
      ContactPerson: text({ max: 50 }),
      Comments: text({ max: 512 }),
    },
    required: ["Description"],
    unlisted: ["ContactPerson", "Comments"],
    missing: "project",
  },
  {
    name: "labels",
    scope: "settings",
    one: "Label",
    many: "Labels",
    fields: { Description: text({ min: 1, max: 25 }) },
    required: ["Description"],
    unlisted: ["@url"],
    missing: null,
  },
  {
    name: "voucherseries",
    scope: "bookkeeping",
    one: "VoucherSeries",
    many: "VoucherSeriesCollection",
    fields: { Code: text({ min: 1, max: 10 }), Description: text({ max: 200 }), Manual: flag() },
    required: ["Code"],
    missing: null,
    fixed: true,
  },
];
