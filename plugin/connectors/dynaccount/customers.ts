import type { PlannedCustomer } from "../../domain/plan.ts";
import { fix } from "../../domain/problem.ts";
import type { CustomerKey, LedgerResult, MatchedCustomer, Operation, Performed } from "../connector.ts";
import { normaliseEmail, normaliseOrganisationNumber, normalisePhone } from "../shared/identifiers.ts";
import { limits, writable } from "./assumptions.ts";
import type { Books } from "./books.ts";
import { failed } from "./client.ts";
import type { About } from "./errors.ts";
import { cardFields, debtorFields, groupKind, leftOut, newDebtor } from "./map-customer.ts";
import { aboutOf, named } from "./names.ts";
import { cell, type Row } from "./rows.ts";
import { choice } from "./settings.ts";
import { noGroup } from "./unsendable.ts";

type Of<S extends Operation["step"]> = Extract<Operation, { step: S }>;
type Outcome = Promise<LedgerResult<Performed>>;

/** Numbers tried before the list is read anew: others may be giving numbers at the same moment. */
const ATTEMPTS = 20;

/** A new debtor under the next free number of the merchant's series (D12). */
export async function createCustomer(
  books: Books,
  { customer, reference, ...rest }: Of<"customer">,
): Outcome {
  const about = aboutOf({ customer, reference, ...rest });
  const registers = await books.registers();
  if (!registers.ok) return registers;
  const problem = noGroup(groupKind(customer), registers.value, customer.card?.group);
  if (problem !== null) return failed(problem);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const number = await nextNumber(books, registers.value.settings.debtor_numbers_from, about);
    if (!number.ok) return number;
    const fields = newDebtor(customer, reference, number.value, registers.value);
    const made = await books.client.insert("debtor", fields, about);
    if (made.ok) return { ok: true, value: { ref: named(number.value), leftOut: leftOut(customer) } };
    if (made.refusal === null || !made.refusal.columns.includes("module_id_")) return made;
  }
  const message = `The next ${ATTEMPTS} debtor numbers are taken. Raise the first number of new debtors.`;
  return failed(fix("LEDGER_REJECTED", message, choice("debtor_numbers_from")));
}

/** Counted up in memory; the first time from the highest number of the series that is in use. */
async function nextNumber(
  { client, memory, tenant }: Books,
  from: string,
  about: About,
): Promise<LedgerResult<string>> {
  const first = Number(from);
  let last = memory.debtorNumbers.get(tenant);
  if (last === undefined || last < first - 1) {
    const select = ["module_id_"];
    const highest = await client.rows("debtor", { select, order: "module_id_ desc", first: 1 }, about);
    if (!highest.ok) return highest;
    const seen = Number(cell(highest.value[0], "module_id_"));
    // Numbers below the series are another's, such as those a bookkeeper gives.
    last = Math.max(Number.isSafeInteger(seen) ? seen : 0, first - 1, memory.debtorNumbers.get(tenant) ?? 0);
  }
  const next = last + 1;
  memory.debtorNumbers.set(tenant, next);
  if (String(next).length <= limits.debtorDigits) return { ok: true, value: String(next) };
  const message = `Dynaccount's debtor numbers end at ${limits.debtorDigits} digits. Choose another first number.`;
  return failed(fix("LEDGER_REJECTED", message, choice("debtor_numbers_from")));
}

/** Our reference stands in the debtor's note, which an equality filter finds. */
export async function findCustomer(
  { client }: Books,
  operation: Of<"customer">,
): Promise<LedgerResult<Performed | null>> {
  const query = { select: ["module_id_"], where: { note: operation.reference } };
  const found = await client.rows("debtor", query, aboutOf(operation));
  if (!found.ok) return found;
  const [row] = found.value;
  return { ok: true, value: row === undefined ? null : { ref: named(cell(row, "module_id_")) } };
}

/** A card that Dynaccount will not change is no reason to stop: name and address stand on the document. */
export async function updateCustomer({ client }: Books, operation: Of<"update-customer">): Outcome {
  const { customer, number } = operation;
  const about = aboutOf(operation);
  // Without `select`: what is not sent back may be blanked (D18).
  const found = await client.rows("debtor", { where: { module_id_: number }, first: 1 }, about);
  if (!found.ok) return found;
  const [row] = found.value;
  if (row === undefined) {
    const message = `Debtor ${number} is not in Dynaccount any more.`;
    return failed(fix("CUSTOMER_NOT_FOUND", message, { place: "order" }));
  }
  const kept = Object.fromEntries(writable.debtor.map((column) => [column, cell(row, column)]));
  // What the shop does not know stays as it is on the card.
  const told = Object.entries(debtorFields(customer)).filter(([, value]) => value !== "");
  const fields = { ...kept, ...cardFields(customer), ...Object.fromEntries(told) };
  const updated = await client.update("debtor", cell(row, "id"), fields, about);
  const done = { ref: named(number), leftOut: leftOut(customer) };
  if (updated.ok) return { ok: true, value: done };
  if (updated.refusal === null || updated.problem.act === "retry") return updated;
  return { ok: true, value: { ...done, warning: "CUSTOMER_NOT_UPDATED" } };
}

const COLUMNS = ["id", "module_id_", "email", "vatno", "phone"];

/**
 * Debtors that match exactly by the first key that finds any, the oldest first. Filters know equality only, so each
 * likely spelling is asked for. A blocked debtor is found too: a second card would go round the block.
 */
export async function matchCustomers(
  { client }: Books,
  wanted: PlannedCustomer,
  by: readonly CustomerKey[],
): Promise<LedgerResult<readonly MatchedCustomer[]>> {
  for (const key of by) {
    const { column, spellings, isSame } = searchFor(key, wanted);
    const found = new Map<string, Row>();
    for (const spelling of new Set(spellings)) {
      const query = { select: COLUMNS, where: { [column]: spelling } };
      const rows = await client.rows("debtor", query, { subject: `customer ${wanted.name}` });
      if (!rows.ok) return rows;
      for (const row of rows.value) if (isSame(cell(row, column))) found.set(cell(row, "id"), row);
    }
    if (found.size > 0) return { ok: true, value: byAge([...found.values()]) };
  }
  return { ok: true, value: [] };
}

interface Search {
  readonly column: string;
  /** None: there is nothing to look for. */
  readonly spellings: readonly string[];
  readonly isSame: (value: string) => boolean;
}

function searchFor(
  key: CustomerKey,
  { organisationNumber, vatNumber, email, phone, id }: PlannedCustomer,
): Search {
  switch (key) {
    case "organisation_number":
      return bySame("vatno", organisationNumber, bareNumber, spellings);
    case "vat_number":
      return bySame("vatno", vatNumber, bareNumber, spellings);
    case "email":
      return bySame("email", email, normaliseEmail, (plain) => [plain]);
    case "phone":
      return bySame("phone", phone, normalisePhone, (digits) => [digits]);
    case "customer_number": {
      const number = id ?? "";
      const isNumber = /^[1-9]\d*$/.test(number) && number.length <= limits.debtorDigits;
      return {
        column: "module_id_",
        spellings: isNumber ? [number] : [],
        isSame: (value) => value === number,
      };
    }
  }
}

function bySame(
  column: string,
  raw: string | null,
  normalise: (text: string) => string,
  spell: (normal: string) => readonly string[],
): Search {
  const given = raw?.trim() ?? "";
  const normal = normalise(given);
  if (normal === "") return { column, spellings: [], isSame: () => false };
  return { column, spellings: [given, ...spell(normal)], isSame: (value) => normalise(value) === normal };
}

/** A registration number as it also stands in a Danish VAT number. */
const bareNumber = (text: string): string => normaliseOrganisationNumber(text).replace(/^DK(?=\d{8}$)/, "");

/** With and without the country where the number is a Danish one. */
const spellings = (bare: string): string[] => (/^\d{8}$/.test(bare) ? [bare, `DK${bare}`] : [bare]);

/** Internal keys are given in the order debtors are made. */
function byAge(rows: readonly Row[]): MatchedCustomer[] {
  return rows
    .toSorted((a, b) => Number(cell(a, "id")) - Number(cell(b, "id")))
    .map((row, age) => ({ number: cell(row, "module_id_"), age }));
}
