type Row = Record<string, unknown>;

/** Every node of every connection as a row of its own; nested ones name their parent. */
export function rowsOf(data: unknown, parentId: string | null = null): Row[] {
  if (typeof data !== "object" || data === null) return [];
  return Object.values(data).flatMap((value) => {
    const nodes = nodesOf(value);
    if (nodes === null) return [];
    return nodes.flatMap((node) => {
      const flat = Object.entries(node).filter(([, member]) => nodesOf(member) === null);
      const row = { ...Object.fromEntries(flat), ...(parentId === null ? {} : { __parentId: parentId }) };
      const id = typeof node["id"] === "string" ? node["id"] : null;
      return [row, ...rowsOf(node, id)];
    });
  });
}

function nodesOf(value: unknown): Row[] | null {
  if (typeof value !== "object" || value === null) return null;
  if ("nodes" in value && Array.isArray(value.nodes)) return value.nodes;
  if ("edges" in value && Array.isArray(value.edges)) {
    return value.edges.map((edge: unknown) =>
      typeof edge === "object" && edge !== null && "node" in edge ? (edge.node as Row) : {},
    );
  }
  return null;
}
