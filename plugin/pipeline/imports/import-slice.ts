import type { Problem } from "../../domain/problem.ts";
import type { ImportProgress } from "../../store/incoming/imports.ts";

/**
 * What a slice has come to: how far the import is now, that it has to wait for orders under way or for the shop, or
 * what stopped it.
 */
export type Slice =
  | { readonly kind: "on" | "wait"; readonly progress: ImportProgress }
  /** The shop needs a while: nothing is wrong, and nobody waits here. */
  | {
      readonly kind: "later";
      readonly progress: ImportProgress;
      readonly message: string;
      readonly afterMs: number;
    }
  | { readonly kind: "lost" }
  | { readonly kind: "problem"; readonly problem: Problem };

export const notConnected: Slice = {
  kind: "problem",
  problem: {
    act: "fix",
    code: "NOT_CONNECTED",
    message: "The shop or the ledger is not connected. Connect it, then resume the import.",
    fix: { place: "connection" },
  },
};
