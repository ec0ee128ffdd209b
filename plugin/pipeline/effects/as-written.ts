import type { WrittenDocument } from "../../connectors/connector.ts";
import type { EffectBook, Written } from "../work.ts";

/** What the ledger had from us last, with the rounding row that was added afterwards. */
export function asWritten(effects: EffectBook, written: Written): WrittenDocument {
  const { document, reference, customerNumber, articles, credits } = written.operation;
  const adjust = effects.adjustment(written)?.operation;
  return {
    document: adjust?.step === "adjust" ? adjust.document : document,
    reference,
    customerNumber,
    articles,
    credits,
  };
}
