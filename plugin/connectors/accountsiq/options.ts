/** Where AccountsIQ is. */
export interface AccountsIqOptions {
  /** Address of a region's server, such as `https://{region}.accountsiq.com`. */
  readonly urlPattern: string;
}

export const LEDGER_NAME = "AccountsIQ";

/** The first part of the address a customer works at. */
export const regions = ["eu1", "eu2", "uk1", "us1"] as const;

export type Version = "1.1" | "2.0";

/** Address of the interface of a region. */
export function endpoint(options: AccountsIqOptions, region: string, version: Version): string {
  const origin = options.urlPattern.replaceAll("{region}", region);
  return `${origin}/system/dashboard/integration/integration_${version.replace(".", "_")}.asmx`;
}
