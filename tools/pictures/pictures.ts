/** Languages the guides are written in, with the locale of their reader. */
export const READERS = { en: "en-GB", sv: "sv-SE", da: "da-DK" } as const;
export type Reader = keyof typeof READERS;

/** Where a language's pictures stand below `docs/guides/`. */
export const folderOf = (reader: Reader): string => (reader === "en" ? "pictures" : `${reader}/pictures`);

/** How far the merchant of a picture has come. */
export type Scene = "welcome" | "practising" | "connected" | "live";

export interface Picture {
  /** Its file is `docs/guides/pictures/<name>.webp`, and `docs/guides/sv/pictures/<name>.webp` in Swedish. */
  readonly name: string;
  readonly scene: Scene;
  /** Address in the panel; `{booked}`, `{held}` stand for the ids of such orders. */
  readonly path: string;
  /** The part of the page that is shown, from the top down to it; absent = all of it. */
  readonly downTo?: string;
}

/** Every picture of the guides, in the order in which the scenes come about. */
export const PICTURES: readonly Picture[] = [
  { name: "welcome", scene: "welcome", path: "" },
  { name: "practice-books", scene: "practising", path: "/practice" },
  { name: "practice-invoice", scene: "practising", path: "/practice/documents/1" },
  { name: "close-the-gaps", scene: "connected", path: "/start?step=check" },
  { name: "look-at-five-orders", scene: "connected", path: "/start?step=preview" },
  { name: "go-live", scene: "connected", path: "/start?step=live" },
  { name: "needs-you", scene: "live", path: "", downTo: "#month" },
  { name: "held-order", scene: "live", path: "/orders/{held}", downTo: "#preview" },
  { name: "vat-map", scene: "live", path: "/settings/vat" },
  { name: "import-trial", scene: "live", path: "/import" },
  { name: "import-file", scene: "live", path: "/import/files/1" },
  { name: "booked-order", scene: "live", path: "/orders/{booked}", downTo: "#preview" },
  { name: "month", scene: "live", path: "/reports" },
];

/** Larger ones make a guide slow to read on a phone. */
export const MOST_BYTES = 60_000;
