import type { KyselyPlugin, OperationNode, RootOperationNode } from "kysely";
import { TableNode } from "kysely";

export interface StatementCounter extends KyselyPlugin {
  /** Statements so far by verb and table, such as "insert effects". */
  readonly counts: Readonly<Record<string, number>>;
}

/** Counts statements as they are sent. Begin and commit pass it by: the driver sends them. */
export function createStatementCounter(): StatementCounter {
  const counts: Record<string, number> = {};
  return {
    counts,
    transformQuery({ node }) {
      const name = nameOf(node);
      counts[name] = (counts[name] ?? 0) + 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}

function nameOf(node: RootOperationNode): string {
  const verb = node.kind.replace("QueryNode", "").toLowerCase();
  return `${verb} ${tableOf(node)}`;
}

function tableOf(node: RootOperationNode): string {
  if (node.kind === "InsertQueryNode") return nameIn(node.into);
  if (node.kind === "UpdateQueryNode") return nameIn(node.table);
  const reads = node.kind === "SelectQueryNode" || node.kind === "DeleteQueryNode";
  return reads ? nameIn(node.from?.froms[0]) : "";
}

function nameIn(node: OperationNode | undefined): string {
  return node !== undefined && TableNode.is(node) ? node.table.identifier.name : "";
}
