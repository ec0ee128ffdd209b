/** Everything that can go wrong with a call, by its stable code. Orders' own codes join them in previews. */
const kinds = {
  BAD_REQUEST: { status: 400, title: "The request cannot be read" },
  MALFORMED_JSON: { status: 400, title: "The body is not JSON" },
  UNAUTHORIZED: { status: 401, title: "Unauthorized" },
  FORBIDDEN: { status: 403, title: "Only administrators of the shop may do this" },
  NOT_FOUND: { status: 404, title: "Not found" },
  METHOD_NOT_ALLOWED: { status: 405, title: "This address does not take this method" },
  CHANGED_MEANWHILE: { status: 409, title: "Somebody changed the settings meanwhile" },
  CONFLICT: { status: 409, title: "This cannot be done as things stand" },
  PAYLOAD_TOO_LARGE: { status: 413, title: "The body is too large" },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: "The body has to be application/json" },
  INVALID: { status: 422, title: "Some values are not accepted" },
  TOO_MANY_REQUESTS: { status: 429, title: "Too many requests that proved nothing" },
  INTERNAL_SERVER_ERROR: { status: 500, title: "Something went wrong on our side" },
  SERVICE_UNAVAILABLE: { status: 503, title: "Not available for the moment" },
} as const;

export type ProblemKind = keyof typeof kinds;

export interface FieldError {
  /** Dotted path, such as `payments.methods.card.account`. */
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export interface ProblemDetails {
  /** Instead of the kind's own code: the order's or connection's. */
  readonly code?: string;
  readonly detail?: string;
  readonly fix_url?: string;
  readonly errors?: readonly FieldError[];
}

/** The body of an `application/problem+json` answer (RFC 9457). */
export interface ProblemBody extends ProblemDetails {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly code: string;
}

/** Thrown by a handler to answer with a problem. */
export class ApiProblem extends Error {
  readonly body: ProblemBody;
  readonly headers: Readonly<Record<string, string>>;

  constructor(kind: ProblemKind, details: ProblemDetails = {}, headers: Record<string, string> = {}) {
    const { status, title } = kinds[kind];
    super(title);
    this.name = "ApiProblem";
    this.body = { type: "about:blank", title, status, code: kind, ...details };
    this.headers = headers;
  }
}
