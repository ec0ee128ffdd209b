import type { Order } from "../../domain/order.ts";
import type { Plan } from "../../domain/plan.ts";
import type { Problem } from "../../domain/problem.ts";
import type { Work } from "../work.ts";
import { captureOnce } from "./capture.ts";
import { sendMessage } from "./message.ts";

/** What an order's flow asks beside its documents, now that these are there: captures first, then messages. */
export async function executeFlow(work: Work, { flow }: Plan, order: Order): Promise<Problem | null> {
  for (const capture of flow?.captures ?? []) {
    const problem = await captureOnce(work, order, capture);
    if (problem !== null) return problem;
  }
  for (const message of flow?.messages ?? []) {
    const problem = await sendMessage(work, order, message);
    if (problem !== null) return problem;
  }
  return null;
}

/** Whether carrying a plan out may have opened the next step of its flow, so that it is to be decided again. */
export function opensNextStep({ flow }: Plan): boolean {
  if (flow === undefined) return false;
  return flow.captures.length > 0 || flow.messages.some((message) => message.isAwaited);
}
