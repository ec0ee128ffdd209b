import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describedCalls } from "./described/openapi-answers.ts";

/*
 * What SubscriptionFlow says of its answers, as far as our stand-in gives them: derived from the vendor's OpenAPI document,
 * which every site serves at /api/documentation. Facts only: names of members, their types, what may be null.
 *
 *   node tools/subscriptionflow-answers.ts <openapi.json>
 */
const OUT = "test/sandbox/platforms/subscriptionflow/fixtures/described.json";

const MODULES = ["customers", "invoices", "transactions", "credit-notes", "products"];
/** Calls of each module; the names in braces differ from one to the next. */
const CALLS = [
  /^GET \/[a-z-]+$/,
  /^GET \/[a-z-]+\/(with-relations|search)$/,
  /^POST \/[a-z-]+\/filter$/,
  /^GET \/[a-z-]+\/\{[^/]+\}$/,
  /^GET \/[a-z-]+\/\{[^/]+\}\/link\/\{related\}$/,
];
const REFUND = "POST /refund/{transaction_id}";

const [source] = process.argv.slice(2);
if (source === undefined) {
  console.error("Use: node tools/subscriptionflow-answers.ts <the vendor's openapi.json>");
  process.exit(1);
}
const isMeant = (call: string): boolean =>
  call === REFUND || (CALLS.some((one) => one.test(call)) && MODULES.includes(call.split(/[ /]+/)[1] ?? ""));
const described = describedCalls(JSON.parse(readFileSync(source, "utf8")), isMeant);
writeFileSync(join(import.meta.dirname, "..", OUT), `${JSON.stringify(described, null, 1)}\n`);
console.log(`wrote ${OUT}: ${Object.keys(described.calls).length} calls`);
