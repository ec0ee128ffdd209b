import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  buildClientSchema,
  getNamedType,
  type IntrospectionQuery,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { describe, expect, it } from "vitest";
import { apiVersion } from "../../../../plugin/platforms/shopify/api-version.ts";
import { allDocuments } from "../../../../plugin/platforms/shopify/documents/all.ts";
import { requiredScopes } from "../../../../plugin/platforms/shopify/scopes.ts";

interface Published {
  readonly data: IntrospectionQuery;
  readonly offline_scopes: {
    readonly items: readonly {
      readonly type: "type" | "field";
      readonly typeName: string;
      readonly fieldName?: string;
      readonly offlineScopes: readonly string[];
    }[];
  };
}

/** Shopify's own schema with the scopes of its types and fields, as published for this version. */
const published = JSON.parse(
  gunzipSync(readFileSync(`sandbox/platforms/shopify/schema/admin_${apiVersion}.json.gz`)).toString(),
) as Published;
const schema = buildClientSchema(published.data, { assumeValid: true });

const named = allDocuments.map((one) => ({ ...one, name: /^\w+ (\w+)/.exec(one.text)?.[1] ?? "" }));

describe.each(named)("the document $name", ({ text, needs }) => {
  it("is one that Shopify's published schema takes, without anything deprecated", () => {
    const faults = validate(schema, parse(text), [...specifiedRules, NoDeprecatedCustomRule]);
    expect(faults.map(({ message }) => message)).toEqual([]);
  });

  it("asks for nothing beyond the scopes that are granted where it is used", () => {
    const granted: readonly string[] = [...requiredScopes, ...needs];
    const refused = scopesOf(text).filter(([, scopes]) => !scopes.some((scope) => granted.includes(scope)));
    expect(refused).toEqual([]);
  });
});

describe("a shop that granted only its orders", () => {
  it("is not asked for anything else, so that its orders can still be booked", () => {
    const [bare] = named.filter(({ name }) => name === "Order");
    const refused = scopesOf(bare?.text ?? "").filter(([, scopes]) => !scopes.includes("read_orders"));
    expect(refused).toEqual([]);
  });
});

/** What a document touches that needs a scope, with the scopes any of which will do. */
function scopesOf(text: string): [string, readonly string[]][] {
  const needed = new Map<string, readonly string[]>();
  const info = new TypeInfo(schema);
  const note = (name: string, typeName: string, fieldName?: string): void => {
    for (const item of published.offline_scopes.items) {
      const isIt = item.typeName === typeName && item.fieldName === fieldName;
      if (isIt && item.offlineScopes.length > 0) needed.set(name, item.offlineScopes);
    }
  };
  visit(
    parse(text),
    visitWithTypeInfo(info, {
      Field(field) {
        const parent = info.getParentType()?.name ?? "";
        note(`${parent}.${field.name.value}`, parent, field.name.value);
        const type = info.getType();
        if (type != null) note(getNamedType(type).name, getNamedType(type).name);
      },
    }),
  );
  return [...needed];
}
