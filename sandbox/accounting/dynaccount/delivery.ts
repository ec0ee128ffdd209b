import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Request, Response } from "express";
import { type ApiCall, answerCall } from "./api.ts";
import type { Company, Row } from "./company.ts";
import { DynaccountError, words } from "./errors.ts";
import type { Fault, FaultQueue } from "./faults.ts";
import { isSigned } from "./signature.ts";
import { columnsOf } from "./tables.ts";

/** A call as it is noted; never with its key. */
export interface CallRecord {
  /** `put/debtor_invoice`. */
  readonly call: string;
  readonly id: string | undefined;
  readonly query: string;
  /** 0 never got an answer. */
  status: number;
}

/** Where calls are noted and faults come from. */
export interface Line {
  readonly company: Company;
  readonly faults: FaultQueue;
  readonly calls: CallRecord[];
  underWay: number;
  mostAtOnce: number;
}

interface Reply {
  readonly status: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

const PATH = /^\/v7\/([^/]*)\/([^/]*)\/([a-z_]+)\/([a-z_]+)(?:\/([^/]+))?\/?$/;

/** Runs one call and writes its answer, unless a fault gets in between. */
export async function deliver(line: Line, req: Request, res: Response): Promise<void> {
  const [path = "", query = ""] = req.originalUrl.split("?", 2);
  const [, apiId = "", apiKey = "", operation = "", name = "", id] = PATH.exec(path) ?? [];
  const body = bodyOf(req);
  const record: CallRecord = { call: `${operation}/${name}`, id, query, status: 0 };
  line.calls.push(record);
  const { company } = line;
  const send = (reply: Reply) => {
    record.status = reply.status;
    write(req, res, reply);
  };
  const { atOnce } = company.switches;
  if (atOnce !== null && line.underWay >= atOnce) return send(tooMany());
  line.underWay += 1;
  line.mostAtOnce = Math.max(line.mostAtOnce, line.underWay);
  res.once("close", () => {
    line.underWay -= 1;
  });
  const fault = line.faults.take(record.call);
  if (fault?.fault === "slow") await sleep(fault.ms ?? 3000);
  if (fault?.fault === "timeout-before-write") return hold(req, fault);
  const wire = { host: req.get("host") ?? "", url: req.originalUrl, body, hash: req.get("x-hash") };
  const isKnown = operation !== "" && isSigned(company, wire, apiId, apiKey);
  const call = { operation, name, id, query, body };
  const reply = (fault && instead(company, fault)) ?? (isKnown ? replyTo(company, call) : denied(company));
  if (fault?.fault === "timeout-after-write") return hold(req, fault);
  if (fault?.fault === "connection-reset-after-write") return void req.socket.resetAndDestroy();
  send(reply);
}

function replyTo(company: Company, call: ApiCall): Reply {
  try {
    const answer = answerCall(company, call);
    if ("pdf" in answer) return { status: 200, type: "application/pdf", body: answer.pdf };
    return json(200, { result: answer.result.map((row) => shown(call.name, row)) });
  } catch (error) {
    if (error instanceof DynaccountError) return json(error.status, error.body);
    throw error;
  }
}

/** Only the columns of the interface: what the stand-in remembers besides is its own. */
function shown(table: string, row: Row): Row {
  const columns = columnsOf(table) ?? Object.keys(row);
  return Object.fromEntries(Object.entries(row).filter(([column]) => columns.includes(column)));
}

/** The answer a fault gives in place of the work. */
function instead(company: Company, { fault }: Fault): Reply | undefined {
  if (fault === "html-500") {
    return { status: 500, type: "text/html", body: "<html><body><h1>500 Serverfejl</h1></body></html>" };
  }
  if (fault === "empty") return { status: 200, type: "application/json", body: "" };
  if (fault === "429") return tooMany();
  if (fault === "unauthorized") return denied(company);
  return undefined;
}

function tooMany(): Reply {
  return { ...json(429, { error: { limit: "For mange kald" } }), headers: { "retry-after": "2" } };
}

/** D11: how a wrong key is refused is not known; the client has to take either. */
function denied({ switches }: Company): Reply {
  return json(switches.refusesWith200 ? 200 : 401, { error: { api: words.credentials } });
}

function json(status: number, body: unknown): Reply {
  return { status, type: "application/json", body: JSON.stringify(body) };
}

function write(req: Request, res: Response, { status, type, headers = {}, body }: Reply): void {
  const zips = /\bgzip\b/.test(req.get("accept-encoding") ?? "");
  res.writeHead(status, {
    ...(type === undefined ? {} : { "content-type": type }),
    ...(zips ? { "content-encoding": "gzip" } : {}),
    ...headers,
  });
  res.end(zips ? gzipSync(body) : body);
}

function bodyOf(req: Request): string {
  const body: unknown = req.body;
  return typeof body === "string" ? body : "";
}

/** Says nothing until the caller gives up, or drops the connection after the fault's time. */
function hold(req: Request, fault: Fault): void {
  if (fault.ms === undefined) return;
  const timer = setTimeout(() => req.socket.destroy(), fault.ms);
  req.socket.once("close", () => clearTimeout(timer));
}
