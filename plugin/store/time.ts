/** Instants are stored as UTC text with milliseconds, which sorts as time does on both engines. */
export function instant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
