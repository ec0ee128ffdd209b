import type { GraphQLResolveInfo } from "graphql";
import { GraphQLError, getDirectiveValues } from "graphql";

/** What a mutation of stock answers, as far as its repetition is concerned. */
export interface StockAnswer {
  inventoryAdjustmentGroup: unknown;
  userErrors: readonly { field: string[] | null; code: string; message: string }[];
}

/** By key of `@idempotent`: what it was used for, and what it gave. */
export type IdempotencyMemory = Map<string, { input: string; answer: StockAnswer }>;

const SENTENCES = {
  IDEMPOTENCY_KEY_PARAMETER_MISMATCH: "The idempotency key was used with other parameters before.",
  IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED: "The previous attempt with this idempotency key failed.",
  IDEMPOTENCY_CONCURRENT_REQUEST: "Another request with this idempotency key is being carried out.",
};

/** Runs a mutation once for a key: again gives the same answer, other parameters or a failed key an error. */
export function onceForKey(
  memory: IdempotencyMemory,
  { input, info, isBusy }: { input: unknown; info: GraphQLResolveInfo; isBusy: () => boolean },
  run: () => StockAnswer,
): StockAnswer {
  const key = keyIn(info);
  if (isBusy()) return refused("IDEMPOTENCY_CONCURRENT_REQUEST");
  const written = JSON.stringify(input);
  const earlier = memory.get(key);
  if (earlier === undefined) {
    const answer = run();
    memory.set(key, { input: written, answer });
    return answer;
  }
  if (earlier.input !== written) return refused("IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
  return earlier.answer.userErrors.length > 0
    ? refused("IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED")
    : earlier.answer;
}

function keyIn(info: GraphQLResolveInfo): string {
  const directive = info.schema.getDirective("idempotent");
  const [node] = info.fieldNodes;
  const values =
    directive == null || node === undefined
      ? undefined
      : getDirectiveValues(directive, node, info.variableValues);
  const key = values?.["key"];
  if (typeof key === "string" && key !== "") return key;
  throw new GraphQLError("The @idempotent directive is required for this mutation but was not provided.", {
    extensions: { code: "BAD_REQUEST" },
  });
}

function refused(code: keyof typeof SENTENCES): StockAnswer {
  return { inventoryAdjustmentGroup: null, userErrors: [{ field: null, code, message: SENTENCES[code] }] };
}
