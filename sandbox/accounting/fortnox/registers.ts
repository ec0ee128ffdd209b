import { nextNumber } from "./company.ts";
import { jsonNumber } from "./decimal.ts";
import { notFound, unlisted } from "./errors.ts";
import { listed } from "./listing.ts";
import { entryOf, keyField } from "./lookups.ts";
import type { RegisterEntry } from "./records.ts";
import { type Register, registers } from "./register-fields.ts";
import { type Call, created, fieldsOf, found, type Reply, type Route, removed, urlOf } from "./routes.ts";

export const registerRoutes: readonly Route[] = registers.flatMap(routesOf);

function routesOf(register: Register): Route[] {
  const { name, scope } = register;
  const one = `/${name}/:key`;
  const routes: Route[] = [
    { method: "GET", path: `/${name}`, scope, handle: (call) => listEntries(call, register) },
    { method: "POST", path: `/${name}`, scope, handle: (call) => createEntry(call, register) },
    {
      method: "GET",
      path: one,
      scope,
      handle: (call) => found(register.one, shown(call, register, entryIn(call, register))),
    },
    { method: "PUT", path: one, scope, handle: (call) => updateEntry(call, register) },
    { method: "DELETE", path: one, scope, handle: (call) => deleteEntry(call, register) },
  ];
  return register.fixed === true ? routes.filter((route) => route.method !== "DELETE") : routes;
}

function entryIn(call: Call, register: Register): RegisterEntry {
  const entry = entryOf(call.company, register.name, call.param("key"));
  if (entry === undefined) throw notFound(register.missing ?? "identifier");
  return entry;
}

function listEntries(call: Call, register: Register): Reply {
  // Voucher series may be asked for by year; they are the same in every year here.
  const anyYear = () => true;
  return listed(call, call.company.registers[register.name], {
    key: register.many,
    item: (entry) => {
      const shownFields = Object.entries(shown(call, register, entry));
      return Object.fromEntries(shownFields.filter(([name]) => !register.unlisted?.includes(name)));
    },
    matches: register.name === "voucherseries" ? { financialyear: anyYear, financialyeardate: anyYear } : {},
  });
}

function createEntry(call: Call, register: Register): Reply {
  const patch = fieldsOf(call, register.one, register.fields);
  const field = keyField(register.name);
  const entry: RegisterEntry = {};
  for (const name of Object.keys(register.fields)) entry[name] = plain(patch[name]);
  for (const name of register.required)
    if (entry[name] === null) throw unlisted(`Värdet måste anges (${name})`);
  if (register.name === "labels") entry["Id"] = nextNumber(call.company, "label") + 1;
  entry[field] ??= String(nextNumber(call.company, register.name));
  if (entryOf(call.company, register.name, String(entry[field])) !== undefined)
    throw unlisted(`Koden används redan (${entry[field]})`);
  if ("Active" in entry) entry["Active"] ??= true;
  if (register.name === "currencies")
    Object.assign(entry, {
      BuyRate: entry["BuyRate"] ?? "1",
      SellRate: entry["SellRate"] ?? "1",
      Unit: entry["Unit"] ?? "1",
    });
  call.company.registers[register.name].push(entry);
  return created(register.one, shown(call, register, entry));
}

function updateEntry(call: Call, register: Register): Reply {
  const entry = entryIn(call, register);
  const patch = fieldsOf(call, register.one, register.fields);
  const field = keyField(register.name);
  if (patch[field] !== undefined && patch[field] !== entry[field]) throw unlisted("Koden kan inte ändras");
  for (const [name, value] of Object.entries(patch)) entry[name] = plain(value);
  return found(register.one, shown(call, register, entry));
}

function deleteEntry(call: Call, register: Register): Reply {
  const entries = call.company.registers[register.name];
  entries.splice(entries.indexOf(entryIn(call, register)), 1);
  return removed();
}

function plain(value: unknown): string | number | boolean | null {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

function shown(call: Call, register: Register, entry: RegisterEntry): { "@url": string } {
  const numbers = (register.numbers ?? []).map((name) => [name, jsonNumber(String(entry[name]))]);
  return {
    "@url": urlOf(call, register.name, String(entry[keyField(register.name)])),
    ...entry,
    ...Object.fromEntries(numbers),
  };
}
