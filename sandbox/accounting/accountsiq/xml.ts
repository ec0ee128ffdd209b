import { XMLParser, XMLValidator } from "fast-xml-parser";

/** One element of a request, with its namespace resolved. */
export interface Element {
  readonly name: string;
  readonly namespace: string;
  readonly isNil: boolean;
  readonly text: string;
  readonly children: readonly Element[];
}

/** The request is not XML. */
export class Malformed extends Error {}

const XSI = "http://www.w3.org/2001/XMLSchema-instance";

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
});

/** Reads a document with its elements in the order they came; texts stay texts. */
export function parseXml(text: string): Element {
  if (XMLValidator.validate(text) !== true) throw new Malformed("not well-formed");
  const nodes: unknown = parser.parse(text);
  const root = listOf(nodes).find((node) => !nameOf(node).startsWith("?"));
  if (root === undefined) throw new Malformed("no element");
  return elementOf(root, new Map([["", ""]]));
}

function elementOf(node: Node, outer: ReadonlyMap<string, string>): Element {
  const tag = nameOf(node);
  const attributes = Object.entries(recordOf(node[":@"]));
  const scope = new Map(outer);
  for (const [name, value] of attributes) {
    if (name === "@_xmlns") scope.set("", String(value));
    else if (name.startsWith("@_xmlns:")) scope.set(name.slice("@_xmlns:".length), String(value));
  }
  const inside = listOf(node[tag]);
  const [prefix, local] = split(tag);
  return {
    name: local,
    namespace: scope.get(prefix) ?? "",
    isNil: attributes.some(([name, value]) => isNil(name, scope) && value === "true"),
    text: inside.map((child) => ("#text" in child ? String(child["#text"]) : "")).join(""),
    children: inside.filter((child) => !("#text" in child)).map((child) => elementOf(child, scope)),
  };
}

function isNil(attribute: string, scope: ReadonlyMap<string, string>): boolean {
  const [prefix, local] = split(attribute.slice("@_".length));
  return local === "nil" && scope.get(prefix) === XSI;
}

function split(name: string): [prefix: string, local: string] {
  const [first = "", second] = name.split(":", 2);
  return second === undefined ? ["", first] : [first, second];
}

type Node = Readonly<Record<string, unknown>>;

const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ":@") ?? "";
const isRecord = (value: unknown): value is Node => typeof value === "object" && value !== null;
const recordOf = (value: unknown): Node => (isRecord(value) ? value : {});
const listOf = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/** What is written: `null` is nil, `undefined` is left out, a list repeats its element. */
export type Out =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Out[]
  | { readonly [name: string]: Out };

/** One element and what is in it, in the order of its properties. */
export function writeElement(name: string, value: Out): string {
  if (value === undefined) return "";
  if (value === null) return `<${name} xsi:nil="true" />`;
  if (isList(value)) return value.map((one) => writeElement(name, one)).join("");
  const inside =
    typeof value === "object"
      ? Object.entries(value)
          .map(([child, one]) => writeElement(child, one))
          .join("")
      : escaped(String(value));
  return inside === "" ? `<${name} />` : `<${name}>${inside}</${name}>`;
}

const isList = (value: Out): value is readonly Out[] => Array.isArray(value);

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (sign) => (sign === "&" ? "&amp;" : sign === "<" ? "&lt;" : "&gt;"));
}
