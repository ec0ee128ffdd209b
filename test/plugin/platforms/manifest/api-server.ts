import type { IncomingMessage } from "node:http";
import { manifestPlatform } from "../../../../plugin/platforms/manifest/platform.ts";
import type { Installation, Shop } from "../../../../plugin/platforms/platform.ts";
import { smallOrder } from "./orders.ts";
import {
  installed,
  memoryVault,
  newApp,
  quietLog,
  realHttp,
  serve,
  standingClock,
  uncounted,
} from "./ports.ts";

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export const OLD_SECRET = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
export const orderAnswer: Answer = { status: 200, body: smallOrder };

const newTokens: Answer = {
  status: 200,
  body: {
    access_token: "access-2",
    refresh_token: "refresh-2",
    expires_in: "3600",
    token_type: "Bearer",
  },
};

export type ApiServer = Awaited<ReturnType<typeof startApi>>;

/** A platform that answers what the test wants, and a shop opened on it whose access lasts another hour. */
export async function startApi() {
  /** Answers of the API and of the token endpoint, in turn; the last one stays. */
  const answers: { api: Answer[]; tokens: Answer[] } = { api: [orderAnswer], tokens: [newTokens] };
  const seen: { line: string; token: string | undefined; body: string }[] = [];

  const server = await serve((request, response) => {
    bodyOf(request).then(
      (body) => {
        seen.push({ line: `${request.method} ${request.url}`, token: request.headers.authorization, body });
        const answer = nextOf(request.url === "/token" ? answers.tokens : answers.api);
        const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
        response.writeHead(answer.status, answer.headers).end(text);
      },
      () => response.destroy(),
    );
  });
  const clock = standingClock();
  const vault = memoryVault({
    access_token: "access-1",
    refresh_token: "refresh-1",
    expires_at: new Date(clock.now() + 3_600_000).toISOString(),
    webhook_secret: OLD_SECRET,
  });

  /** As another process would open it: with nothing in memory. */
  const open = async (changes: Partial<Installation> = {}): Promise<Shop> => {
    const { app } = await newApp("https://ledger.example", clock);
    const ports = { http: realHttp(), clock, log: quietLog, vault, app, ...uncounted };
    return manifestPlatform.open(installed(server.url, changes), ports);
  };

  return {
    answers,
    seen,
    lines: () => seen.map((request) => request.line),
    clock,
    vault,
    open,
    shop: await open(),
    close: server.close,
  };
}

function nextOf(answers: Answer[]): Answer {
  return (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 500 };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
