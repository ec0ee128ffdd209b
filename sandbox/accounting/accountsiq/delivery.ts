import { setTimeout as sleep } from "node:timers/promises";
import type { Request, Response } from "express";
import { type Answered, operationName, type Received, type Reply, refusal } from "./answer.ts";
import type { Fault, FaultQueue } from "./faults.ts";
import { expired, Refused } from "./refused.ts";

/** One call to the interface. */
export interface CallRecord {
  readonly operation: string;
  readonly version: Received["version"];
  /** Elements that the server passed over because they stood in the wrong place. */
  dropped: readonly string[];
  /** 0 = never got an answer. */
  status: number;
}

/** Where calls are noted and faults come from. */
export interface Line {
  readonly faults: FaultQueue;
  readonly calls: CallRecord[];
}

const KEPT_CALLS = 20_000;

/** Runs one call and writes its answer, unless a fault gets in between. */
export async function deliver(
  line: Line,
  { req, res, received }: { req: Request; res: Response; received: Received },
  work: () => Answered,
): Promise<void> {
  const operation = operationName(received);
  const call: CallRecord = { operation, version: received.version, dropped: [], status: 0 };
  line.calls.push(call);
  if (line.calls.length > KEPT_CALLS) line.calls.shift();

  const fault = line.faults.take(operation);
  if (fault?.fault === "slow") await sleep(fault.ms ?? 3000);
  if (fault?.fault === "timeout-before-write") return hold(req, fault);
  const given = fault === undefined ? undefined : instead(fault, operation);
  const answered = given === undefined ? work() : { reply: given, dropped: [] };
  call.dropped = answered.dropped;
  if (fault?.fault === "timeout-after-write") return hold(req, fault);
  if (fault?.fault === "connection-reset-after-write") return void req.socket.resetAndDestroy();
  call.status = answered.reply.status;
  write(res, answered.reply);
}

export function write(res: Response, reply: Reply): void {
  res.writeHead(reply.status, reply.headers);
  res.end(reply.body);
}

/** The answer a fault gives in place of the work. */
function instead({ fault }: Fault, operation: string): Reply | undefined {
  if (fault === "500" || fault === "503" || fault === "429") return { status: Number(fault), body: "" };
  if (fault === "html-502") {
    const headers = { "content-type": "text/html" };
    return { status: 502, headers, body: "<html><body><h1>502 Bad Gateway</h1></body></html>" };
  }
  if (fault === "token-expired") return refusal(operation, expired());
  if (fault === "busy") return refusal(operation, new Refused("OTHER_OPERATION_IN_PROGRESS_RETRY_LATER"));
  if (fault === "unknown-code") return refusal(operation, new Refused("A_CODE_OF_TOMORROW"));
  return undefined;
}

/** Says nothing until the caller gives up, or drops the connection after the fault's time. */
function hold(req: Request, fault: Fault): void {
  if (fault.ms === undefined) return;
  const timer = setTimeout(() => req.socket.destroy(), fault.ms);
  req.socket.once("close", () => clearTimeout(timer));
}
