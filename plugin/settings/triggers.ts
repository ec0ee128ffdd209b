/** The states of an order that may start its transfer. */
export const triggers = [
  "created",
  "authorized",
  "partially_paid",
  "paid",
  "fulfilled",
  "completed",
] as const;
