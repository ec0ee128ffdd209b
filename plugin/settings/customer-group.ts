/** The group of customer settings a type of buyer belongs to. */
export function groupOf(type: "B2C" | "B2B" | "EAN"): "b2c" | "b2b" | "ean" {
  const groups = { B2C: "b2c", B2B: "b2b", EAN: "ean" } as const;
  return groups[type];
}
