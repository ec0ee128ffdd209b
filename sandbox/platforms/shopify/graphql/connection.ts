import { GraphQLError } from "graphql";
import { z } from "zod";

/** How a connection is asked for a page; members absent from the schema stay undefined. */
export interface PageArgs {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
}

const LARGEST_PAGE = 250;
/** What a bulk operation asks for: everything at once. No query can say this number. */
export const WITHOUT_END = Number.POSITIVE_INFINITY;

interface Shape<T> {
  keyOf: (item: T) => string;
  view: (item: T) => unknown;
  /** What the list is sorted by, rising; a cursor then stays where it is although its record moved on. */
  rankOf?: (item: T) => number;
}

/** One page of a list, with opaque cursors. */
export function connection<T>(items: readonly T[], args: PageArgs, shape: Shape<T>): Record<string, unknown> {
  const size = sizeOf(args);
  const ordered = args.reverse === true ? items.toReversed() : [...items];
  const from = args.after == null ? 0 : placeAfter(ordered, args.after, shape);
  const until = args.before == null ? ordered.length : placeAfter(ordered, args.before, shape) - 1;
  const open = ordered.slice(from, until);
  const page = args.last == null ? open.slice(0, size) : open.slice(-size);
  const cut = open.length > page.length;
  const edges = page.map((item) => ({ cursor: cursorOf(item, shape), node: shape.view(item) }));
  return {
    nodes: edges.map((edge) => edge.node),
    edges,
    pageInfo: {
      hasNextPage: args.last == null ? cut : until < ordered.length,
      hasPreviousPage: args.last == null ? from > 0 : cut,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** The page of a plain list that takes `first`, such as an order's refunds. */
export function firstOf<T>(items: readonly T[], first: number | null | undefined): readonly T[] {
  return first == null ? items : items.slice(0, checked(first, "first"));
}

function sizeOf({ first, last }: PageArgs): number {
  if (first == null && last == null) {
    throw badRequest("you must provide one of first or last");
  }
  if (first != null && last != null) throw badRequest("providing both first and last is not supported");
  return checked(first ?? last ?? 0, first == null ? "last" : "first");
}

function checked(count: number, name: string): number {
  if (count === WITHOUT_END) return count;
  if (count < 1 || count > LARGEST_PAGE) {
    throw badRequest(`${name} must be between 1 and ${LARGEST_PAGE}, it was ${count}`);
  }
  return count;
}

function cursorOf<T>(item: T, { keyOf, rankOf }: Shape<T>): string {
  return Buffer.from(JSON.stringify({ last_id: keyOf(item), last_value: rankOf?.(item) ?? null })).toString(
    "base64",
  );
}

const cursorSchema = z.object({ last_id: z.string(), last_value: z.number().nullable() });

/** How many records stand up to and with the cursor's. */
function placeAfter<T>(items: readonly T[], cursor: string, shape: Shape<T>): number {
  const { keyOf, rankOf } = shape;
  const { last_id: id, last_value: value } = readCursor(cursor);
  if (rankOf === undefined || value === null) return items.findIndex((item) => keyOf(item) === id) + 1;
  return items.filter((item) => {
    const rank = rankOf(item);
    return rank < value || (rank === value && BigInt(keyOf(item)) <= BigInt(id));
  }).length;
}

function readCursor(cursor: string): z.output<typeof cursorSchema> {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64").toString("utf8")));
  } catch {
    throw badRequest("Invalid cursor for current pagination sort.");
  }
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });
}
