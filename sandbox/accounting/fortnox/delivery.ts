import { setTimeout as sleep } from "node:timers/promises";
import type { Request, Response } from "express";
import { unauthorized } from "./api.ts";
import { errorBody, FortnoxError, systemException } from "./errors.ts";
import type { Fault, FaultQueue } from "./faults.ts";
import type { CallRecord } from "./records.ts";
import { json, type Reply } from "./routes.ts";

/** Where calls are noted and faults come from. */
export interface Line {
  faults: FaultQueue;
  calls: CallRecord[];
}

const keptCalls = 20_000;

/** Runs one call and writes its answer, unless a fault gets in between. */
export async function deliver(
  line: Line,
  exchange: { req: Request; res: Response },
  work: () => Promise<Reply> | Reply,
): Promise<void> {
  const { req, res } = exchange;
  const path = req.originalUrl.split("?", 1)[0] ?? "";
  const call: CallRecord = {
    method: req.method,
    path,
    query: req.originalUrl.slice(path.length + 1),
    status: 0,
    at: new Date().toISOString(),
  };
  line.calls.push(call);
  if (line.calls.length > keptCalls) line.calls.shift();

  const fault = line.faults.take(req.method, path);
  if (fault?.fault === "slow") await sleep(fault.ms ?? 3000);
  if (fault?.fault === "timeout-before-write") return hold(req, fault);
  const reply = (fault && instead(fault)) ?? (await replyTo(work));
  if (fault?.fault === "timeout-after-write") return hold(req, fault);
  if (fault?.fault === "connection-reset-after-write") return void req.socket.resetAndDestroy();
  call.status = reply.status;
  write(res, reply);
}

/** Writes an answer with the header the vendor's support asks for. */
export function write(res: Response, reply: Reply): void {
  res.writeHead(reply.status, { server: "Fortnox", ...reply.headers });
  res.end(reply.body);
}

/** The answer a fault gives in place of the work. */
function instead({ fault }: Fault): Reply | undefined {
  if (fault === "500") return failed(systemException());
  if (fault === "503") return { status: 503 };
  if (fault === "429") return { status: 429 };
  if (fault === "unauthorized") return unauthorized();
  if (fault === "html-502")
    return {
      status: 502,
      headers: { "content-type": "text/html" },
      body: "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>",
    };
  return undefined;
}

async function replyTo(work: () => Promise<Reply> | Reply): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FortnoxError) return failed(error);
    console.error("The stand-in failed", error);
    return failed(systemException());
  }
}

function failed(error: FortnoxError): Reply {
  return json(error.status, errorBody(error));
}

/** Says nothing until the caller gives up, or drops the connection after the fault's time. */
function hold(req: Request, fault: Fault): void {
  if (fault.ms === undefined) return;
  const timer = setTimeout(() => req.socket.destroy(), fault.ms);
  req.socket.once("close", () => clearTimeout(timer));
}
