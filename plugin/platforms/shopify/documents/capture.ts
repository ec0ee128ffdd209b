/** Takes reserved money. The schema names no `@idempotent` for it, so a lost answer is looked up among the transactions. */
export const captureDocument = `mutation Capture($input: OrderCaptureInput!) {
  orderCapture(input: $input) { transaction { id status } userErrors { field message } } }`;
