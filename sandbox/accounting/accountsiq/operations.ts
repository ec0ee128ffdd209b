import { cardOperations } from "./card-operations.ts";
import { itemOperations } from "./item-operations.ts";
import { listOperations } from "./list-operations.ts";
import type { Operations } from "./operation.ts";
import { postingOperations } from "./posting-operations.ts";

/** What the stand-in can do. */
export const operations: Operations = {
  ...listOperations,
  ...cardOperations,
  ...postingOperations,
  ...itemOperations,
};
