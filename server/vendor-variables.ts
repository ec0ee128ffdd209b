import type { z } from "zod";
import type { Vendors, VendorVariable } from "../plugin/index.ts";
import { addressPattern, httpOrigin, words } from "./config-values.ts";
import { isLoopbackUrl } from "./network-address.ts";

interface Vendor {
  readonly id: string;
  readonly variables: readonly VendorVariable[];
}

/** Reads the variables of every vendor: all that is known, those that are offered, and one line per mistake. */
export function readVendors(
  vendors: readonly Vendor[],
  env: Readonly<Record<string, string | undefined>>,
): { known: Vendors; offered: Vendors; mistakes: string[] } {
  const mistakes: string[] = [];
  const known: Record<string, Record<string, string>> = {};
  const offered: Record<string, Record<string, string>> = {};
  for (const { id, variables } of vendors) {
    const values: Record<string, string> = {};
    for (const variable of variables) {
      const given = env[variable.name] ?? variable.default;
      if (given === undefined) continue;
      const value = checkedValue(variable, given);
      if (value.ok) values[variable.name] = value.value;
      else mistakes.push(`${variable.name}: ${value.expected}`);
    }
    known[id] = values;
    const required = variables.filter((one) => one.required === true).map((one) => one.name);
    const absent = required.filter((name) => env[name] === undefined);
    if (absent.length === 0) offered[id] = values;
    else if (absent.length < required.length) {
      const present = required.filter((name) => !absent.includes(name)).join(" and ");
      mistakes.push(...absent.map((name) => `${name}: expected together with ${present}`));
    }
  }
  return { known, offered, mistakes };
}

/** Addresses that are no vendor's: fine for trying out, wrong where books are at stake. */
export function standInsOf(vendors: readonly Vendor[], known: Vendors): string[] {
  return vendors.flatMap(({ id, variables }) =>
    variables.flatMap(({ name, kind, standInOnly }) => {
      const value = known[id]?.[name];
      if (value === undefined) return [];
      if (standInOnly === true) return [`${name}: expected to be absent in production`];
      const isAddress = kind === "origin" || kind === "pattern";
      return isAddress && isStandIn(value)
        ? [`${name}: expected the vendor's https address; stand-ins are refused in production`]
        : [];
    }),
  );
}

/** True for an address that is not https or leads to this machine; a placeholder counts as any name. */
export function isStandIn(address: string): boolean {
  const url = new URL(address.replaceAll(/[{}]/g, ""));
  return url.protocol !== "https:" || isLoopbackUrl(url);
}

function checkedValue(
  variable: VendorVariable,
  given: string,
): { ok: true; value: string } | { ok: false; expected: string } {
  switch (variable.kind) {
    case "text":
    case "secret":
      return { ok: true, value: given };
    case "words":
      return parsed(
        words().transform((all) => all.join(" ")),
        given,
      );
    case "origin":
      return parsed(httpOrigin(), given);
    case "pattern":
      return parsed(addressPattern(), given);
  }
}

function parsed(
  parser: z.ZodType<string>,
  given: string,
): { ok: true; value: string } | { ok: false; expected: string } {
  const result = parser.safeParse(given);
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, expected: result.error.issues[0]?.message ?? "expected something else" };
}
