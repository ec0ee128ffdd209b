import type { GraphQLOutputType, GraphQLResolveInfo } from "graphql";
import { GraphQLError, getNamedType, isObjectType } from "graphql";
import type { ScopeRule } from "./schema.ts";
import { adminSchema } from "./schema.ts";

/** What the caller may see. */
export interface Access {
  scopes: readonly string[];
  /** Approved for protected customer data. */
  customerData: boolean;
  /** The shop's plan lets it sell to companies. */
  b2b: boolean;
}

/** A write scope reads too. */
export function hasScope(granted: readonly string[], wanted: string): boolean {
  return granted.includes(wanted) || granted.includes(wanted.replace(/^read_/, "write_"));
}

/** Throws ACCESS_DENIED, which makes the field null, when a scope for the field or for what it gives is missing. */
export function demandAccess(access: Access, info: GraphQLResolveInfo): void {
  const { scopeRules } = adminSchema();
  const given = subjectOf(info.returnType);
  for (const name of [`${info.parentType.name}.${info.fieldName}`, given]) {
    const rule = scopeRules.get(name);
    if (rule === undefined) continue;
    const isOfB2b = rule.requiredAccess.includes("access to B2B");
    if ((isOfB2b && !access.b2b) || !rule.scopes.some((scope) => hasScope(access.scopes, scope))) {
      throw denied(info.fieldName, rule);
    }
  }
  const isPersonal =
    PERSONAL_TYPES.includes(given) || PERSONAL_FIELDS.includes(`${info.parentType.name}.${info.fieldName}`);
  if (isPersonal && !access.customerData) {
    throw new GraphQLError(
      `This app is not approved to access the ${given} object. See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.`,
      { extensions: { code: "ACCESS_DENIED" } },
    );
  }
}

/** Throws ACCESS_DENIED for a mutation whose need of a scope the schema does not name. */
export function demandScope(access: Access, field: string, scope: string): void {
  if (hasScope(access.scopes, scope)) return;
  throw denied(field, { requiredAccess: `\`${scope}\` access scope.`, scopes: [scope] });
}

const PERSONAL_TYPES = ["Customer", "MailingAddress", "CompanyContact"];
const PERSONAL_FIELDS = ["Order.email", "Order.customer", "Order.phone"];

function denied(field: string, { requiredAccess }: ScopeRule): GraphQLError {
  return new GraphQLError(`Access denied for ${field} field. Required access: ${requiredAccess}`, {
    extensions: {
      code: "ACCESS_DENIED",
      documentation: "https://shopify.dev/api/usage/access-scopes",
      requiredAccess,
    },
  });
}

/** The type whose rules count: of a connection, that of its nodes. */
function subjectOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (!isObjectType(named) || !named.name.endsWith("Connection")) return named.name;
  const nodes = named.getFields()["nodes"];
  return nodes === undefined ? named.name : getNamedType(nodes.type).name;
}
