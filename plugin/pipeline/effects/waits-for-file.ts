import type { Work } from "../work.ts";

/** So often time may heal what keeps a file from the ledger. Then its document goes through without it. */
const TRIES = 3;

/** Whether an order still waits for what is tried again about its file. */
export const waitsForFile = ({ attempts }: Pick<Work, "attempts">): boolean => attempts < TRIES;
