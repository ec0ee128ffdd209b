import { z } from "zod";
import { type Http, HttpFailure, type HttpResponse } from "../../ports.ts";
import type { ChangedPage, Installation, ShopResult } from "../platform.ts";
import { retry } from "../shared/problems.ts";
import { unreadable } from "./read-order.ts";
import { instant, number } from "./schema/members.ts";

/** About three hundred orders: as much as one page of the API. Ids and times only, so a character is a byte. */
const PIECE_BYTES = 24 * 1024;
/** A server that knows no ranges sends the whole file: some 400,000 orders. */
const MAX_BYTES = 32 * 1024 * 1024;
const TIMEOUT_MS = 20_000;

const row = z.object({ legacyResourceId: number, updatedAt: instant });

/** Reads a part of a file; needs no token, the address is the secret. */
export type FileReader = (url: string, from: number, to: number) => Promise<HttpResponse>;

export function fileReader(http: Http): FileReader {
  return (url, from, to) =>
    http({
      method: "GET",
      url,
      headers: { range: `bytes=${from}-${to}` },
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
}

interface Piece {
  readonly orders: ChangedPage["orders"];
  /** Null at the end of the file. */
  readonly nextOffset: number | null;
}

/** The orders of a file of JSON lines from a byte on, whole lines only; "gone" once its address has expired. */
export async function nextOrders(
  read: FileReader,
  installation: Pick<Installation, "tenantName">,
  url: string,
  offset: number,
): Promise<ShopResult<Piece> | "gone"> {
  let response: HttpResponse;
  try {
    response = await read(url, offset, offset + PIECE_BYTES - 1);
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return { ok: false, problem: retry(installation, "did not answer", error.message) };
  }
  const { status } = response;
  if (status === 416) return { ok: true, value: { orders: [], nextOffset: null } };
  if (status >= 500 || status === 429)
    return { ok: false, problem: retry(installation, `answered with status ${status}`, "") };
  if (status !== 200 && status !== 206) return "gone";
  const { text, isLast } = pieceOf(response, offset);
  const end = isLast ? text.length : text.lastIndexOf("\n") + 1;
  const lines = text
    .slice(0, end)
    .split("\n")
    .filter((line) => line !== "");
  const orders: { id: string; updatedAt: string }[] = [];
  for (const line of lines) {
    const parsed = row.safeParse(parseJson(line));
    if (!parsed.success) return unreadable("its list of orders", parsed.error);
    orders.push({ id: parsed.data.legacyResourceId, updatedAt: parsed.data.updatedAt });
  }
  return { ok: true, value: { orders, nextOffset: isLast ? null : offset + end } };
}

/** What came of the piece asked for, and whether the file ends with it. */
function pieceOf(
  response: HttpResponse,
  offset: number,
): { readonly text: string; readonly isLast: boolean } {
  if (response.status === 200) {
    const text = response.body.slice(offset, offset + PIECE_BYTES);
    return { text, isLast: offset + text.length >= response.body.length };
  }
  const total = /\/(\d+)$/.exec(response.headers["content-range"] ?? "")?.[1];
  const end = offset + response.body.length;
  return {
    text: response.body,
    isLast: total === undefined ? response.body.length < PIECE_BYTES : end >= Number(total),
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
