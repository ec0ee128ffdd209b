/** What the vendor answers instead of a result: messages by column, for bulks by line and column. */
export type Refused = Record<string, string | Record<string, string>>;

/** A call that is refused. The vendor tells refusals by the key `error`, not by the HTTP status (section 5). */
export class DynaccountError extends Error {
  readonly status: number;
  readonly body: { error: Refused };

  constructor(error: Refused, status = 200) {
    super(JSON.stringify(error));
    this.name = "DynaccountError";
    this.status = status;
    this.body = { error };
  }
}

/** Texts are Danish on purpose: nobody may decide on them, only on the column. */
export const words = {
  unknownColumn: "Feltet findes ikke",
  readOnly: "Feltet kan ikke ændres",
  missing: "Feltet skal udfyldes",
  taken: "Nummeret er allerede i brug",
  unknownName: "Findes ikke",
  badForm: "Ugyldig værdi",
  tooLong: "Teksten er for lang",
  booked: "Bilaget er bogført og kan ikke ændres",
  closed: "Perioden er lukket",
  blocked: "Debitoren er spærret",
  noLines: "Fakturaen har ingen linjer",
  tooMuchCredited: "Der krediteres mere end faktureret",
  unbalanced: "Bilaget stemmer ikke",
  credentials: "Adgang nægtet",
  unknownCall: "Ukendt kald",
} as const;

/** A refusal of one column. */
export function refused(column: string, word: keyof typeof words): DynaccountError {
  return new DynaccountError({ [column]: words[word] });
}
