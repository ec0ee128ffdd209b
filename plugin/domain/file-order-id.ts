const PREFIX = "file:";

/** The id under which an order of a file travels: the same number is the same order, in whichever file it stands (R17). */
export function fileOrderId(number: string): string {
  return `${PREFIX}${number}`;
}

export function isFileOrderId(id: string): boolean {
  return id.startsWith(PREFIX);
}

/** The number without its `#`, by which orders of a file and of the shop are compared. */
export function bareNumber(number: string): string {
  return number.trim().replace(/^#\s*/, "");
}
