import { createHash } from "node:crypto";
import { utc } from "../../clock.ts";
import { gid } from "../../ids.ts";
import type { Metafield } from "../../trade/order.ts";

export function metafieldView(field: Metafield) {
  return {
    __typename: "Metafield",
    id: gid("Metafield", field.id),
    legacyResourceId: field.id,
    namespace: field.namespace,
    key: field.key,
    type: field.type,
    value: field.value,
    compareDigest: digestOf(field.value),
    createdAt: utc(field.updatedAt),
    updatedAt: utc(field.updatedAt),
  };
}

/** What a caller must name to change a value it has seen, and no later one. */
export function digestOf(value: string): string {
  return createHash("sha256").update(value).digest("hex");
}
