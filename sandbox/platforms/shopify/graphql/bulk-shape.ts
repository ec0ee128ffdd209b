import type { DocumentNode } from "graphql";
import { getNamedType, isListType, isNonNullType, Kind, TypeInfo, visit, visitWithTypeInfo } from "graphql";
import { adminSchema } from "./schema.ts";

const MOST_CONNECTIONS = 5;
const DEEPEST = 2;

/** Why Shopify would not run this query in bulk. */
export function shapeFault(document: DocumentNode): string | null {
  const types = new TypeInfo(adminSchema().schema);
  let connections = 0;
  let depth = 0;
  let deepest = 0;
  let lists = 0;
  let isInList = false;
  const isConnection = () => getNamedType(types.getType())?.name.endsWith("Connection") === true;
  // `nodes` and `edges` of a connection are lists as well, and no fault.
  const isPlainList = () => {
    const type = types.getType();
    const isOfConnection = types.getParentType()?.name.endsWith("Connection") === true;
    return isListType(isNonNullType(type) ? type.ofType : type) && !isOfConnection;
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter() {
          if (isPlainList()) lists += 1;
          if (!isConnection()) return;
          connections += 1;
          depth += 1;
          deepest = Math.max(deepest, depth);
          isInList ||= lists > 0;
        },
        leave() {
          if (isPlainList()) lists -= 1;
          if (isConnection()) depth -= 1;
        },
      },
    }),
  );
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (operations.some((each) => (each.variableDefinitions ?? []).length > 0))
    return "Bulk queries cannot have variables.";
  if (operations.flatMap((each) => each.selectionSet.selections).length > 1)
    return "Bulk queries cannot contain multiple top-level fields.";
  if (connections === 0) return "Bulk queries must contain at least one connection.";
  if (connections > MOST_CONNECTIONS)
    return `Bulk queries cannot contain more than ${MOST_CONNECTIONS} connections.`;
  if (isInList)
    return "Queries that contain a connection field within a list field are not currently supported.";
  return deepest > DEEPEST + 1
    ? "Bulk queries cannot contain connections with a nesting depth greater than 2."
    : null;
}
