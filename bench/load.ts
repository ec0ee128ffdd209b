import autocannon from "autocannon";
import type { ReadyRequest } from "./signed-webhooks.ts";

export const CONNECTIONS = 64;

export interface Load {
  readonly perSecond: number;
  /** Milliseconds from sending a request to its whole answer. */
  readonly p50: number;
  readonly p99: number;
}

/** Sends each request once over 64 kept connections, one at a time on each. Throws unless every answer is a 2xx. */
export async function sendAll(url: string, requests: readonly ReadyRequest[]): Promise<Load> {
  const share = requests.length / CONNECTIONS;
  let sent = 0;
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    amount: requests.length,
    // Its own second would round every run up to a whole one.
    sampleInt: 20,
    setupClient(client) {
      client.setRequests(requests.slice(sent, sent + share));
      sent += share;
    },
  });
  if (result["2xx"] !== requests.length) {
    throw new Error(`${result["2xx"]} of ${requests.length} requests were accepted, ${result.errors} failed`);
  }
  const seconds = (result.finish.getTime() - result.start.getTime()) / 1000;
  return { perSecond: requests.length / seconds, p50: result.latency.p50, p99: result.latency.p99 };
}
