/**
 * What the operator tells of a vendor, one environment variable each. The vendor's folder names them; the host reads
 * and checks them, so that nothing in the product looks at the environment.
 */
export interface VendorVariable {
  /** As in the environment, in capitals. */
  readonly name: string;
  /**
   * `origin`: `https://host[:port]`. `pattern`: an address with a placeholder such as `{site}` in it. In production both
   * have to be https and somewhere else than on this machine. `words`: separated by spaces.
   */
  readonly kind: "text" | "secret" | "origin" | "pattern" | "words";
  /** The vendor's own value, where there is one. */
  readonly default?: string;
  /** Without it the vendor is not offered. */
  readonly required?: true;
  /** Leads to a stand-in: refused in production. */
  readonly standInOnly?: true;
}

/** The checked values by name; a variable that was not given and has no default is absent. */
export type VendorValues = Readonly<Record<string, string>>;

/** Values per vendor; a vendor without its required variables is absent. */
export type Vendors = Readonly<Record<string, VendorValues>>;

/** The value of a variable that is required or has a default. Throws on a name the vendor did not declare so. */
export function vendorValue(values: VendorValues, name: string): string {
  const value = values[name];
  if (value === undefined) throw new Error(`${name} is neither required nor has it a default`);
  return value;
}
