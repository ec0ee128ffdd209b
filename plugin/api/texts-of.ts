import type { Request } from "express";

/** The named parts of an address. Express gives an array for a part that may repeat; none of ours may. */
export function textsOf(params: Request["params"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}
