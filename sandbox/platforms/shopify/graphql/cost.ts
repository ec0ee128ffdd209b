import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLOutputType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from "graphql";
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
} from "graphql";

/** The most one query may ask for. */
export const LARGEST_COST = 1000;
const MUTATION_COST = 10;

interface Query {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>>;
}

/**
 * What a query asks for in points: nothing for scalars, one for an object, ten for a mutation, and a connection or
 * list by the logarithm of its size. Shopify publishes no formula; this one keeps its order of magnitude (250 orders
 * with 250 lines each and a full set of fields: 431).
 */
export function requestedCost(query: Query): number {
  return costOf(query, undefined);
}

/** The same with the sizes the answer really has. */
export function actualCost(query: Query, data: unknown): number {
  return costOf(query, data);
}

function costOf({ schema, document, operation, variables }: Query, data: unknown): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const root = schema.getRootType(operation.operation);
  if (root == null) return 0;
  const mutations =
    operation.operation === "mutation" ? operation.selectionSet.selections.length * MUTATION_COST : 0;
  return mutations + selectionCost(operation.selectionSet, root.name, data);

  function selectionCost(set: SelectionSetNode, typeName: string, value: unknown, page = 1): number {
    const type = schema.getType(typeName);
    let own = 0;
    // Of several types a union or an interface may turn out to be, the dearest counts.
    const byType = new Map<string, number>();
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        if (!isObjectType(type) && !isInterfaceType(type)) continue;
        const field = type.getFields()[selection.name.value];
        if (field === undefined || selection.selectionSet === undefined) continue;
        const key = selection.alias?.value ?? selection.name.value;
        const args: Record<string, unknown> = {};
        for (const arg of selection.arguments ?? []) {
          args[arg.name.value] = valueFromASTUntyped(arg.value, variables);
        }
        own += fieldCost(selection.selectionSet, field.type, { args, value: memberOf(value, key), page });
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (fragment === undefined) continue;
      const on = fragment.typeCondition?.name.value ?? typeName;
      const cost = selectionCost(fragment.selectionSet, on, value, page);
      if (on === typeName || !isAbstractType(type)) own += cost;
      else byType.set(on, (byType.get(on) ?? 0) + cost);
    }
    return own + Math.max(0, ...byType.values());
  }

  function fieldCost(
    set: SelectionSetNode,
    type: GraphQLOutputType,
    { args, value, page }: { args: Record<string, unknown>; value: unknown; page: number },
  ): number {
    if (value === null) return 0;
    const named = getNamedType(type);
    if (!isCompositeType(named) || named.name === "MoneyV2" || named.name === "PageInfo") return 0;
    const asked = Number(args["first"] ?? args["last"] ?? page);
    if (named.name.endsWith("Connection")) return 1 + selectionCost(set, named.name, value, asked);
    const each = 1 + selectionCost(set, named.name, Array.isArray(value) ? value[0] : value);
    if (!isListType(isNonNullType(type) ? type.ofType : type)) return each;
    return sized(Array.isArray(value) ? value.length : asked) * each;
  }
}

function sized(count: number): number {
  return Math.ceil(Math.log(count + 1));
}

function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}
