import { type ColumnName, columnNames, columns, type Kind } from "./columns.ts";

type ExampleRow = Partial<Record<ColumnName, string>>;

/** Two orders: one with two lines, freight and a payment, one to a company that has not paid yet. */
const ROWS: readonly ExampleRow[] = [
  {
    order_number: "1001",
    created_at: "2026-11-02 14:30",
    currency: "SEK",
    prices_include_tax: "yes",
    total: "835.00",
    customer_name: "Anna Lind",
    customer_email: "anna.lind@example.com",
    ship_to_name: "Anna Lind",
    ship_to_address1: "Storgatan 1",
    ship_to_zip: "111 22",
    ship_to_city: "Stockholm",
    ship_to_country: "SE",
    shipping_title: "Parcel",
    shipping_price: "49.00",
    shipping_tax_rate: "25",
    shipping_tax_amount: "9.80",
    payment_gateway: "card",
    payment_amount: "835.00",
    payment_date: "2026-11-02",
    sku: "MUG-01",
    title: "Stoneware mug",
    quantity: "3",
    unit_price: "199.00",
    tax_rate: "25",
    tax_amount: "119.40",
  },
  {
    order_number: "1001",
    sku: "BOOK-07",
    title: "Book: The quiet kitchen",
    quantity: "1",
    unit_price: "189.00",
    tax_rate: "6",
    tax_amount: "10.70",
  },
  {
    order_number: "1002",
    created_at: "2026-11-03",
    currency: "SEK",
    prices_include_tax: "no",
    total: "1250.00",
    payment_terms_days: "30",
    customer_type: "B2B",
    customer_company: "Fjäll & Form AB",
    organisation_number: "556036-0793",
    ship_to_company: "Fjäll & Form AB",
    ship_to_address1: "Kungsgatan 2",
    ship_to_zip: "903 26",
    ship_to_city: "Umeå",
    ship_to_country: "SE",
    sku: "TEA-BOX",
    title: "Tea box",
    quantity: "10",
    unit_price: "100.00",
    tax_rate: "25",
    tax_amount: "250.00",
  },
];

/** A mark for Excel, which otherwise reads UTF-8 as something else. */
const MARK = "\ufeff";

/** All columns and no row. */
export function templateCsv(): string {
  return `${MARK}${columnNames.join(",")}\r\n`;
}

/** The two orders with the columns they need. */
export function exampleCsv(): string {
  const used = columnNames.filter((name) => ROWS.some((row) => row[name] !== undefined));
  const lines = ROWS.map((row) => used.map((name) => row[name] ?? "").join(","));
  return `${MARK}${[used.join(","), ...lines].join("\r\n")}\r\n`;
}

/** The same two orders as XML. */
export function exampleXml(): string {
  const orders = Map.groupBy(ROWS, (row) => row.order_number ?? "");
  const elements = [...orders.values()].map((rows) => {
    const parts = rows.flatMap((row) =>
      (["line", "shipping", "payment"] as const).map((part) => element(part, row)),
    );
    const [first = {}] = rows;
    return `  <order>\n${[...members(first, "order"), ...parts.filter((one) => one !== "")].join("\n")}\n  </order>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>\n<orders>\n${elements.join("\n")}\n</orders>\n`;
}

function element(part: "line" | "shipping" | "payment", row: ExampleRow): string {
  const inside = members(row, part).map((one) => `  ${one}`);
  return inside.length === 0 ? "" : `    <${part}>\n${inside.join("\n")}\n    </${part}>`;
}

function members(row: ExampleRow, part: string): string[] {
  return columnNames
    .filter((name) => columns[name].part === part && row[name] !== undefined)
    .map((name) => `    <${elementName(name)}>${escaped(row[name] ?? "")}</${elementName(name)}>`);
}

/** `shipping_price` is `<price>` within `<shipping>`; `line_id` is `<id>` within `<line>`. */
function elementName(name: ColumnName): string {
  const { part } = columns[name];
  return part === "order" ? name : name.replace(new RegExp(`^${part}_`), "");
}

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => (sign === "&" ? "&amp;" : sign === "<" ? "&lt;" : "&gt;"));

/** The schema (XSD 1.0) of XML files, made of the same columns. */
export function schemaXsd(): string {
  const member = (name: ColumnName): string => {
    const isRequired = "isRequired" in columns[name];
    return `${" ".repeat(8)}<xs:element name="${elementName(name)}" type="${typeOf(columns[name].kind)}"${isRequired ? "" : ' minOccurs="0"'}/>`;
  };
  const type = (name: string, inside: readonly string[]): string =>
    [
      `  <xs:complexType name="${name}">`,
      "    <xs:all>",
      ...inside,
      "    </xs:all>",
      "  </xs:complexType>",
    ].join("\n");
  const ofPart = (part: string): string[] =>
    columnNames.filter((name) => columns[name].part === part).map(member);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">',
    '  <xs:element name="orders">',
    "    <xs:complexType><xs:sequence>",
    '      <xs:element name="order" type="order" maxOccurs="unbounded"/>',
    "    </xs:sequence></xs:complexType>",
    "  </xs:element>",
    '  <xs:complexType name="order">',
    "    <xs:sequence>",
    ...ofPart("order"),
    ...(["line", "shipping", "payment"] as const).map(
      (part) =>
        `${" ".repeat(8)}<xs:element name="${part}" type="${part}"${part === "line" ? "" : ' minOccurs="0"'} maxOccurs="unbounded"/>`,
    ),
    "    </xs:sequence>",
    "  </xs:complexType>",
    ...(["line", "shipping", "payment"] as const).map((part) => type(part, ofPart(part))),
    "</xs:schema>",
    "",
  ].join("\n");
}

function typeOf(kind: Kind): string {
  if (kind === "number" || kind === "amount" || kind === "rate") return "xs:decimal";
  if (kind === "whole") return "xs:nonNegativeInteger";
  return kind === "flag" ? "xs:boolean" : kind === "day" ? "xs:date" : "xs:string";
}
