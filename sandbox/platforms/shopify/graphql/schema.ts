import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { GraphQLSchema, IntrospectionQuery } from "graphql";
import { buildClientSchema } from "graphql";

/** The only version whose schema stands here; calls for any other fall forward to it. */
export const API_VERSION = "2026-10";

export interface ScopeRule {
  /** As the published schema words it, for the error message. */
  requiredAccess: string;
  /** Any of these will do. */
  scopes: readonly string[];
}

export interface AdminSchema {
  schema: GraphQLSchema;
  /** By `Type` and by `Type.field`; what needs nothing has no entry. */
  scopeRules: ReadonlyMap<string, ScopeRule>;
}

interface PublishedSchema {
  data: IntrospectionQuery;
  offline_scopes: {
    items: { typeName: string; fieldName?: string; requiredAccess: string; offlineScopes: string[] }[];
  };
}

let loaded: AdminSchema | undefined;

/** Shopify's own schema. Reading it takes a moment, so it is read once. */
export function adminSchema(): AdminSchema {
  loaded ??= load();
  return loaded;
}

function load(): AdminSchema {
  const file = readFileSync(new URL(`../schema/admin_${API_VERSION}.json.gz`, import.meta.url));
  const published = JSON.parse(gunzipSync(file).toString("utf8")) as PublishedSchema;
  const scopeRules = new Map<string, ScopeRule>();
  for (const { typeName, fieldName, requiredAccess, offlineScopes } of published.offline_scopes.items) {
    if (offlineScopes.length === 0) continue;
    const name = fieldName === undefined ? typeName : `${typeName}.${fieldName}`;
    scopeRules.set(name, { requiredAccess, scopes: offlineScopes });
  }
  // Some fields are deprecated although their interface's are not, which graphql would refuse to load.
  return { schema: buildClientSchema(published.data, { assumeValid: true }), scopeRules };
}
