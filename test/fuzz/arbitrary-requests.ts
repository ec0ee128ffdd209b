import fc from "fast-check";

/** Texts that have broken programs before. */
export const nastyText = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "toString",
    "../../etc/passwd",
    "%E0%A4%A",
    "%00",
    "\u0000",
    "\ud800",
    "' or 1=1 --",
    "{{constructor}}",
    "{{#each order}}{{/each}}",
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "-1",
    "1e309",
    "9".repeat(40),
    "x".repeat(5_000),
  ),
);

/** Anything JSON can say, with the member names that reach into objects. */
export const nastyJson = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.dictionary(
    fc.oneof(
      fc.constantFrom("__proto__", "constructor", "prototype", "id", "ids", "orders", "vat"),
      nastyText,
    ),
    fc.jsonValue(),
    { maxKeys: 5, noNullPrototype: true },
  ),
  fc.integer({ min: 1, max: 20_000 }).map((depth) => ({ deep: "[".repeat(depth) })),
);

/** Bodies: JSON, nearly JSON, nesting without end, bytes that are no text, a mebibyte and more. */
export const nastyBody: fc.Arbitrary<Uint8Array<ArrayBuffer>> = fc
  .oneof(
    { weight: 6, arbitrary: nastyJson.map((value) => Buffer.from(JSON.stringify(value))) },
    { weight: 2, arbitrary: nastyText.map((text) => Buffer.from(text)) },
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(1_000, 100_000)
        .map((depth) => Buffer.from("[".repeat(depth) + "]".repeat(depth))),
    },
    { weight: 1, arbitrary: fc.constantFrom(250_000, 1_048_577).map((size) => Buffer.alloc(size, "x")) },
  )
  .map((buffer) => new Uint8Array(buffer));

export const nastyType = fc.constantFrom(
  "application/json",
  "application/merge-patch+json",
  "application/x-www-form-urlencoded",
  "application/json; charset=utf-7",
  "text/plain",
  "multipart/form-data",
  "nonsense",
);

/** A query of known and unknown names. */
export const nastyQuery = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom(
          "iss",
          "state",
          "code",
          "connection",
          "cursor",
          "from",
          "to",
          "q",
          "id_token",
          "return_to",
        ),
        nastyText,
      ),
      fc.oneof(fc.constantFrom("http://127.0.0.1:1/", "http://10.0.0.1/", "2026-01-01", "1"), nastyText),
    ),
    { maxLength: 4 },
  )
  .map((pairs) =>
    new URLSearchParams(
      pairs.map(([name, value]): [string, string] => [name.toWellFormed(), value.toWellFormed()]),
    ).toString(),
  );
