import type { LedgerSystem } from "../connector.ts";
import { practice } from "./connector.ts";

/** Books for trying out, kept by ourselves: there is nothing an operator has to tell. */
export const practiceSystem: LedgerSystem = {
  id: "practice",
  variables: [],
  connector: () => practice(),
};
