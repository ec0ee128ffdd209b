/**
 * The vendor's documented error codes with their Swedish words. A key names the situation, so that the code that
 * refuses reads like a sentence.
 */
const catalogue = {
  systemException: [1000003, "System exception"],
  responseType: [1000030, "Invalid response type"],
  contentType: [1000031, "Invalid content type"],
  articleNumberTaken: [2000013, "Artikelnumret används redan."],
  notAlphanumeric: [2000106, "Värdet måste vara alfanumeriskt."],
  notNumeric: [2000108, "Värdet måste vara numeriskt."],
  notBoolean: [2000134, "Värdet måste vara en boolean."],
  documentCustomer: [2000204, "Kunde inte hitta kund."],
  characters: [2000359, "Värdet innehåller ej tillåtna tecken."],
  locked: [2000401, "Perioden är låst."],
  account: [2000423, "Kan inte hitta kontot."],
  currency: [2000427, "Kan inte hitta valutan."],
  article: [2000428, "Kan inte hitta artikeln."],
  termsOfPayment: [2000429, "Kan inte hitta betalningsvillkoret."],
  price: [2000430, "Kan inte hitta priset."],
  priceList: [2000431, "Kan inte hitta prislistan."],
  unit: [2000432, "Kan inte hitta enheten."],
  customer: [2000433, "Kan inte hitta kunden."],
  invoice: [2000434, "Kan inte hitta fakturan."],
  order: [2000439, "Kan inte hitta ordern."],
  orderInvoiced: [2000496, "Ordern är redan fakturerad."],
  orderNumberTaken: [2000861, "Ordernumret används redan."],
  termsOfDelivery: [2000435, "Kan inte hitta leveransvillkoret."],
  accountInactive: [2000550, "Kontot är inaktivt."],
  filter: [2000587, "Ett ogiltigt filter har använts."],
  parameter: [2000588, "Ogiltig parameter i anropet."],
  customerNumberTaken: [2000637, "Kundnumret används redan."],
  scope: [2000663, "Har inte behörighet för scope"],
  identifier: [2000729, "A valid identifier was not provided."],
  route: [2000764, "Resursen finns inte."],
  licence: [2001101, "Det finns ingen aktiv licens för önskat scope"],
  project: [2001161, "Kan inte hitta projektet."],
  documentArticle: [2001302, "Kunde inte hitta artikel"],
  documentAccount: [2001304, "Kunde inte hitta konto"],
  body: [2001392, "Ingen eller felaktig typ av data."],
  fieldName: [2001399, "Felaktigt fältnamn"],
  predefinedAccount: [2001403, "Kan inte hitta det förvalda kontot."],
  documentTermsOfDelivery: [2001411, "Kunde inte hitta leveransvillkor"],
  documentWayOfDelivery: [2001412, "Kunde inte hitta leveranssätt"],
  documentTermsOfPayment: [2001700, "Kunde inte hitta betalningsvillkor"],
  json: [2002115, "Error deserializing JSON: JSON_ERROR_SYNTAX"],
  predefinedAccountFormat: [2002462, "Kontot måste anges med fyra siffror."],
  cashMethod: [2003007, "Fakturan kan inte bokföras."],
  fullyPaid: [2003055, "Fakturan är redan slutbetald."],
  emptyRow: [2003977, "Raden saknar artikel och benämning."],
  easyVatAccount: [2004052, "Kontots momskod stämmer inte med radens moms."],
  easyVatOwnRate: [2004167, "Rad med egen momssats måste ha ett konto."],
} as const satisfies Record<string, readonly [number, string]>;

export type KnownError = keyof typeof catalogue;

/** For refusals whose code nobody has published: made up on purpose, so that no client can lean on it. */
const unlistedCode = 2999999;

/** What the API answers instead of a result. */
export class FortnoxError extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** A refusal with status 400; `detail` replaces or completes the vendor's words. */
export function refused(error: KnownError, detail?: string): FortnoxError {
  const [code, words] = catalogue[error];
  return new FortnoxError(
    400,
    code,
    detail === undefined ? words : `${words.replace(/\.$/, "")} (${detail})`,
  );
}

/** The looked-up object does not exist: the only case the vendor answers with 404. */
export function notFound(error: KnownError): FortnoxError {
  const [code, words] = catalogue[error];
  return new FortnoxError(404, code, words);
}

/** A refusal known by its words only. */
export function unlisted(message: string): FortnoxError {
  return new FortnoxError(400, unlistedCode, message);
}

/** The missing rights of a company: which status goes with them is not documented, so each gets its own. */
export function missingRight(error: "scope" | "licence"): FortnoxError {
  const [code, words] = catalogue[error];
  return new FortnoxError(error === "scope" ? 400 : 403, code, words);
}

/** The two spellings of one envelope: "not found" comes capitalised, everything else in lower case. */
export function errorBody(error: { status: number; code: number; message: string }): unknown {
  const { status, code, message } = error;
  return status === 404
    ? { ErrorInformation: { Error: 1, Message: message, Code: code } }
    : { ErrorInformation: { error: 1, message, code } };
}

/** What a failed server says. */
export function systemException(): FortnoxError {
  const [code, words] = catalogue.systemException;
  return new FortnoxError(500, code, words);
}
