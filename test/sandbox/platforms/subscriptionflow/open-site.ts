import { expect, onTestFinished } from "vitest";
import {
  type Site,
  type SiteOptions,
  startSubscriptionFlow,
} from "../../../../sandbox/platforms/subscriptionflow/server.ts";

import { watchAnswers } from "./described.ts";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body read as JSON; null for anything else. */
  readonly json: Row | null;
}

export type Row = Record<string, unknown> & { data?: Row & Row[] };

export interface OpenSite {
  readonly site: Site;
  readonly client: { id: string; secret: string };
  /** A call to the API with a fresh token. */
  call(method: string, path: string, body?: unknown): Promise<Reply>;
}

/** A site with one OAuth client; it closes when the test is over. */
export async function openSite(options: SiteOptions = {}): Promise<OpenSite> {
  const answers = watchAnswers();
  const site = await startSubscriptionFlow({ watch: answers.watch, ...options });
  onTestFinished(async () => {
    await site.close();
    expect(answers.deviations()).toEqual([]);
  });
  const client = site.newClient();
  return {
    site,
    client,
    async call(method, path, body) {
      const token = await tokenOf(site, client);
      const json = { "content-type": "application/json" };
      return await replyOf(
        await fetch(`${site.url}/api/v1${path}`, {
          method,
          redirect: "manual",
          headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : json) },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
    },
  };
}

export async function askForToken(site: Site, members: Record<string, string>): Promise<Reply> {
  const body = new URLSearchParams(members);
  return await replyOf(await fetch(`${site.url}/oauth/token`, { method: "POST", body }));
}

async function tokenOf(site: Site, client: { id: string; secret: string }): Promise<string> {
  const { json } = await askForToken(site, {
    client_id: client.id,
    client_secret: client.secret,
    grant_type: "client_credentials",
  });
  return String(json?.["access_token"]);
}

async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const { status, headers } = response;
  try {
    return { status, headers, text, json: JSON.parse(text) as Row };
  } catch {
    return { status, headers, text, json: null };
  }
}

/** 199.00 and 25 % VAT: 248.75, for November. */
export const CLUB = {
  lines: [{ sku: "CLUB", unit_price: "199.00", service_from: "2026-11-01", service_to: "2026-11-30" }],
};
