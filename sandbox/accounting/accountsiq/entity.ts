import type {
  AccountRecord,
  AllocationRecord,
  BankRecord,
  DepartmentRecord,
  DocumentRecord,
  EmailRecord,
  ItemDocumentRecord,
  TaxRecord,
  TransactionRecord,
  WireRecord,
} from "./records.ts";
import { banks, chart, departments, suppliers, taxes } from "./seed.ts";
import { initialSwitches, type Switches } from "./switches.ts";

/** One set of books. */
export interface Entity {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  switches: Switches;
  /** Base-currency units per unit; that it is this way round is an assumption. */
  readonly rates: Map<string, string>;
  readonly chart: Map<string, AccountRecord>;
  readonly taxes: Map<string, TaxRecord>;
  readonly banks: Map<string, BankRecord>;
  readonly departments: Map<string, DepartmentRecord>;
  readonly customers: Map<string, WireRecord>;
  readonly suppliers: Map<string, WireRecord>;
  readonly items: Map<string, WireRecord>;
  readonly onHand: Map<string, string>;
  readonly transactions: Map<number, TransactionRecord>;
  readonly allocations: AllocationRecord[];
  readonly itemDocuments: Map<number, ItemDocumentRecord>;
  readonly documents: DocumentRecord[];
  readonly emails: EmailRecord[];
  nextId: number;
}

/** Debtors, creditors, VAT of either side and exchange differences of the seeded chart. */
export const CONTROL = {
  debtors: "1100",
  creditors: "2100",
  vat: "2200",
  inputVat: "2210",
  exchange: "7900",
} as const;

/** Books as their owner left them when an integration was allowed in. */
export function newEntity(about: Pick<Entity, "id" | "name" | "currency">): Entity {
  const other = about.currency === "EUR" ? (["GBP", "1.17"] as const) : (["EUR", "0.85"] as const);
  return {
    ...about,
    switches: { ...initialSwitches },
    rates: new Map([[about.currency, "1"], other, ["USD", "0.92"], ["SEK", "0.088"]]),
    chart: new Map(chart.map((account) => [account.code, account])),
    taxes: new Map(taxes.map((tax) => [tax.code, tax])),
    banks: new Map(banks(about.currency).map((bank) => [bank.code, bank])),
    departments: new Map(departments.map((department) => [department.id, department])),
    customers: new Map(),
    suppliers: new Map(suppliers(about).map((supplier) => [supplier.Code, supplier])),
    items: new Map(),
    onHand: new Map(),
    transactions: new Map(),
    allocations: [],
    itemDocuments: new Map(),
    documents: [],
    emails: [],
    nextId: 40_001,
  };
}

/** Ids count through all kinds of records. */
export function takeId(entity: Entity): number {
  entity.nextId += 1;
  return entity.nextId - 1;
}
