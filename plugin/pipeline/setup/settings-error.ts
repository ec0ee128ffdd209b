/** What is wrong with one setting. */
export interface SettingsError {
  /** Dotted path, such as `orders.rounding_tolerance`. */
  readonly path: string;
  readonly code: string;
  readonly message: string;
}
