import { parseArgs } from "node:util";

/** One thing an operator asks for. */
export type AdminCommand =
  | { readonly name: "held" | "retry"; readonly filter: AdminFilter }
  | { readonly name: "rotate-keys" }
  | { readonly name: "after-restore"; readonly days: number }
  | { readonly name: "erase"; readonly installationId: number; readonly person: AdminPerson }
  | { readonly name: "export"; readonly installationId: number };

export interface AdminFilter {
  readonly installationId?: number;
  readonly code?: string;
  readonly orderId?: string;
}

export type AdminPerson = { readonly customerId: string } | { readonly email: string };

export const adminUsage = `Usage: npm run admin -- <command>

  held   [--code CODE] [--installation N] [--order ID]   orders that wait for a person
  retry  [--code CODE] [--installation N] [--order ID]   has those orders looked at again
  after-restore [--days 7]                               a backup was read back: looks everything up before it is written
  rotate-keys                                            seals every secret with the first of ENCRYPTION_KEYS
  erase  --installation N (--customer ID | --email A)    erases one buyer from what we keep
  export --installation N                                everything we hold of one shop, one JSON object per line`;

/** Reads the words after `npm run admin --`, or says in one sentence what is wrong with them. */
export function readAdminArguments(words: readonly string[]): AdminCommand | { readonly problem: string } {
  const read = parsed(words);
  if ("problem" in read) return read;
  const { values, positionals } = read;
  const [name, ...more] = positionals;
  if (more.length > 0) return { problem: `"${more[0]}" was not expected.` };
  const installationId = values.installation === undefined ? undefined : Number(values.installation);
  if (installationId !== undefined && !(Number.isSafeInteger(installationId) && installationId > 0)) {
    return { problem: "--installation expects the number of an installation." };
  }
  switch (name) {
    case "held":
    case "retry":
      return { name, filter: filterOf(installationId, values.code, values.order) };
    case "rotate-keys":
      return { name };
    case "after-restore": {
      const days = Number(values.days ?? 7);
      return Number.isSafeInteger(days) && days > 0 && days <= 366
        ? { name, days }
        : { problem: "--days expects a number of days." };
    }
    case "erase": {
      const { customer, email } = values;
      if (installationId === undefined) return { problem: "erase needs --installation." };
      if (email !== undefined && customer === undefined) return { name, installationId, person: { email } };
      if (customer === undefined || email !== undefined) {
        return { problem: "erase needs --customer or --email, one of the two." };
      }
      return { name, installationId, person: { customerId: customer } };
    }
    case "export":
      return installationId === undefined
        ? { problem: "export needs --installation." }
        : { name, installationId };
    case undefined:
      return { problem: "No command was given." };
    default:
      return { problem: `There is no command "${name}".` };
  }
}

const text = { type: "string" } as const;

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { code: text, installation: text, order: text, customer: text, email: text, days: text },
    });
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function filterOf(
  installationId: number | undefined,
  code: string | undefined,
  orderId: string | undefined,
): AdminFilter {
  return {
    ...(installationId === undefined ? {} : { installationId }),
    ...(code === undefined ? {} : { code }),
    ...(orderId === undefined ? {} : { orderId }),
  };
}
