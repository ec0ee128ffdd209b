import type { DocumentNode, ExecutionResult, GraphQLFieldResolver, OperationDefinitionNode } from "graphql";
import { execute, GraphQLError, Kind, parse, validate } from "graphql";
import type { Access } from "./access.ts";
import { demandAccess } from "./access.ts";
import { WITHOUT_END } from "./connection.ts";
import { adminSchema } from "./schema.ts";

export interface Asked {
  query: string;
  variables: Readonly<Record<string, unknown>>;
  operationName: string | undefined;
}

export interface Ready {
  document: DocumentNode;
  operation: OperationDefinitionNode;
}

/** Reads a document and holds it against the published schema. */
export function prepare({ query, operationName }: Asked): Ready | { errors: readonly GraphQLError[] } {
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
  const errors = validate(adminSchema().schema, document);
  if (errors.length > 0) return { errors };
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  const operation = operations.find(
    (each) => operationName === undefined || each.name?.value === operationName,
  );
  if (operation === undefined || (operations.length > 1 && operationName === undefined)) {
    return { errors: [new GraphQLError("An operation name is required")] };
  }
  return { document, operation };
}

export interface Roots {
  query: Record<string, unknown>;
  mutation: Record<string, unknown>;
  access: Access;
  /** A bulk operation: connections give everything. */
  isBulk: boolean;
}

/** Runs a document on the shop's records. A field the stand-in does not have is an error, never an empty answer. */
export async function run(
  { document, operation }: Ready,
  variables: Readonly<Record<string, unknown>>,
  roots: Roots,
): Promise<ExecutionResult> {
  const resolve: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
    demandAccess(roots.access, info);
    if (typeof source !== "object" || source === null || !Object.hasOwn(source, info.fieldName)) {
      throw new GraphQLError(`The stand-in has no ${info.parentType.name}.${info.fieldName}.`, {
        extensions: { code: "STAND_IN_GAP" },
      });
    }
    const value: unknown = Reflect.get(source, info.fieldName);
    if (typeof value !== "function") return value;
    const isPaged =
      roots.isBulk &&
      String(info.returnType)
        .replaceAll(/[[\]!]/g, "")
        .endsWith("Connection");
    return Reflect.apply(value, source, [isPaged ? { ...args, first: WITHOUT_END } : args, { info }]);
  };
  return await execute({
    schema: adminSchema().schema,
    document,
    rootValue: operation.operation === "mutation" ? roots.mutation : roots.query,
    variableValues: variables,
    operationName: operation.name?.value ?? null,
    fieldResolver: resolve,
  });
}
