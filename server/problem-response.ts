import { type ServerResponse, STATUS_CODES } from "node:http";

/** RFC 9457 with our stable `code`. */
export interface ProblemBody {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly code: string;
}

/** The problem an HTTP status alone describes; its standard name becomes title and code. */
export function problemOf(status: number): ProblemBody {
  const title = STATUS_CODES[status] ?? "Error";
  return { type: "about:blank", title, status, code: title.toUpperCase().replace(/[^A-Z]+/g, "_") };
}

export function sendProblem(response: ServerResponse, problem: ProblemBody): void {
  response.writeHead(problem.status, { "content-type": "application/problem+json; charset=utf-8" });
  response.end(JSON.stringify(problem));
}
