/**
 * Whether Fortnox's spelling of a value means ours. How it repeats what it was told is not written down everywhere, and a
 * value of ours that is not recognised would be written a second time.
 */
export const isSameText = (theirs: string, ours: string): boolean =>
  theirs.trim().toLowerCase() === ours.trim().toLowerCase();

/** As `isSameText`, of numbers such as those of accounts and invoices: leading zeros mean nothing. */
export const isSameNumber = (theirs: string, ours: string): boolean => plain(theirs) === plain(ours);

const plain = (number: string): string => number.trim().replace(/^0+(?=\d)/, "");
