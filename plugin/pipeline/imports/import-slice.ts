import type { Problem } from "../../domain/problem.ts";
import type { ImportProgress } from "../../store/imports.ts";

/** What a slice has come to: how far the import is now, that it has to wait for orders under way, or what stopped it. */
export type Slice =
  | { readonly kind: "on" | "wait"; readonly progress: ImportProgress }
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
