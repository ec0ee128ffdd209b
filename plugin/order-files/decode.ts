import type { FileRefusal } from "./complaint.ts";

/** Bytes; a file of 50 000 rows is well below. */
export const LARGEST_FILE = 10 * 1024 * 1024;

/**
 * The text of a file however a spreadsheet has saved it: UTF-8, UTF-16 with its mark, or else Windows-1252, which fits
 * every sequence of bytes and is therefore the last guess.
 */
export function decodeFile(bytes: Uint8Array): { readonly text: string } | { readonly refusal: FileRefusal } {
  if (bytes.length === 0) return { refusal: "EMPTY" };
  if (bytes.length > LARGEST_FILE) return { refusal: "TOO_LARGE" };
  // The marks of a zip archive (.xlsx, .ods) and of the older binary .xls.
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    return { refusal: "SPREADSHEET" };
  }
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  if (text.includes("\0")) return { refusal: "NOT_TEXT" };
  return text.trim() === "" ? { refusal: "EMPTY" } : { text };
}

function encodingOf(bytes: Uint8Array): string {
  if (startsWith(bytes, [0xff, 0xfe])) return "utf-16le";
  if (startsWith(bytes, [0xfe, 0xff])) return "utf-16be";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);
