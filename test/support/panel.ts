import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import type { SessionClaims } from "../../sandbox/platforms/manifest-shop/session-token.ts";
import type { Merchant } from "./merchant.ts";

/** The panel as a program sees it: one request per page, signed in as the merchant. */
export interface PanelReader {
  get(path: string, ask?: Ask): Promise<Shown>;
  /** Sends a form of the page at `path`, its hidden fields included; `fields` replaces what was filled in. */
  submit(path: string, form: FormWanted, ask?: Ask): Promise<Shown>;
  post(path: string, fields: URLSearchParams | FormData, ask?: Ask): Promise<Shown>;
}

export interface Ask {
  /** How the session is proven; "none" proves nothing. */
  readonly by?: "header" | "query" | "none";
  readonly claims?: SessionClaims;
}

export interface FormWanted {
  /** Part of the form's address that no other form of the page has. */
  readonly action: string;
  readonly fields?: Readonly<Record<string, string | null>>;
}

export interface Shown {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export function readPanel(app: { readonly publicUrl: string }, { shop }: Merchant): PanelReader {
  async function send(path: string, init: RequestInit, { by = "header", claims = {} }: Ask): Promise<Shown> {
    const url = new URL(path.startsWith("/embedded") ? path : `/embedded${path}`, app.publicUrl);
    const headers = new Headers();
    if (by === "header") headers.set("authorization", `Bearer ${await shop.sessionToken(claims)}`);
    if (by === "query") url.searchParams.set("id_token", await shop.sessionToken(claims));
    const response = await fetch(url, { redirect: "manual", ...init, headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
  const post: PanelReader["post"] = (path, fields, ask = {}) =>
    send(path, { method: "POST", body: fields }, ask);
  return {
    get: (path, ask = {}) => send(path, {}, ask),
    post,
    async submit(path, { action, fields = {} }, ask = {}) {
      const page = await send(path, {}, ask);
      const form = formOn(page.text, action);
      for (const [name, value] of Object.entries(fields)) {
        if (value === null) form.fields.delete(name);
        else form.fields.set(name, value);
      }
      return await post(form.action, form.fields, ask);
    },
  };
}

/** Hands a file of orders in as a browser without the script does: a form in parts. */
export async function handInFile(
  panel: PanelReader,
  content: string | Uint8Array<ArrayBuffer>,
  name: string,
  fields: Readonly<Record<string, string>> = {},
  ask: Ask = {},
): Promise<Shown> {
  const form = formOn((await panel.get("/import", ask)).text, "/import/file");
  const parts = new FormData();
  for (const [field, value] of form.fields) if (field !== "file") parts.append(field, value);
  for (const [field, value] of Object.entries(fields)) parts.set(field, value);
  parts.append("file", new Blob([content]), name);
  return await panel.post(form.action, parts, ask);
}

/** The first form whose address contains `action`, with what a browser would send. */
export function formOn(html: string, action: string): { action: string; fields: URLSearchParams } {
  for (const [form, open = ""] of html.matchAll(/<form([^>]*)>.*?<\/form>/gs)) {
    const address = plain(/action="([^"]*)"/.exec(open)?.[1] ?? "");
    if (address.includes(action)) return { action: address, fields: fieldsOf(form) };
  }
  throw new Error(`the page has no form to ${action}`);
}

function fieldsOf(form: string): URLSearchParams {
  const fields = new URLSearchParams();
  const tags = /<input([^>]*)>|<textarea([^>]*)>(.*?)<\/textarea>|<select([^>]*)>(.*?)<\/select>/gs;
  for (const [, input, textarea, text, select, options] of form.matchAll(tags)) {
    const name = /\bname="([^"]*)"/.exec(input ?? textarea ?? select ?? "")?.[1];
    if (name === undefined) continue;
    if (input !== undefined) {
      const isTick = input.includes('type="checkbox"');
      const value = /\bvalue="([^"]*)"/.exec(input)?.[1];
      if (!isTick || input.includes(" checked"))
        fields.append(plain(name), plain(value ?? (isTick ? "on" : "")));
    } else if (select !== undefined) {
      const chosen = /value="([^"]*)" selected/.exec(options ?? "") ?? /value="([^"]*)"/.exec(options ?? "");
      fields.append(plain(name), plain(chosen?.[1] ?? ""));
    } else fields.append(plain(name), plain(text ?? ""));
  }
  return fields;
}

const SIGNS: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#x27": "'",
  "#x3D": "=",
};

/** Text of a page without what HTML does to its signs. */
export function plain(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#x27|#x3D);/g, (whole, name: string) => SIGNS[name] ?? whole);
}

/** What a page says, without tags and with plain blanks. */
export const words = (html: string): string =>
  plain(html)
    .replace(/<[^>]*>/g, " ")
    .replaceAll("\u00a0", " ")
    .replace(/\s+/g, " ");

/** One order of each kind the lists tell apart: booked, held for two reasons, skipped, waiting. */
const ONE_OF_EACH: readonly OrderDraft[] = [
  {
    paid: true,
    lines: [
      { sku: "MUG-01", title: "Stoneware mug", quantity: "3", unitPrice: "199.00", rate: "25" },
      { sku: "BOOK-07", title: "Book: The quiet kitchen", quantity: "1", unitPrice: "189.00", rate: "6" },
    ],
    shipping: { title: "Parcel", price: "49.00", rate: "25" },
    customer: { name: "Anna Lind", email: "anna.lind@example.com", country: "SE" },
  },
  {
    paid: true,
    lines: [{ sku: "MUG-01", title: "Stoneware mug", quantity: "1", unitPrice: "199.00", rate: "25.5" }],
    customer: { name: "Aino Virtanen", email: "aino@example.com", country: "FI" },
  },
  {
    paid: true,
    currency: "PLN",
    exchangeRate: "2.50",
    lines: [{ sku: "MUG-01", title: "Stoneware mug", quantity: "2", unitPrice: "79.00", rate: "25" }],
    customer: { name: "Ola Nowak", email: "ola@example.com", country: "SE" },
  },
  {
    paid: true,
    lines: [{ sku: "CARD-00", title: "Postcard, free", unitPrice: "0.00", rate: "25" }],
    customer: { name: "Bo Ek", email: "bo@example.com", country: "SE" },
  },
  {
    paid: false,
    lines: [{ sku: "TEA-BOX", title: "Tea box", unitPrice: "249.00", rate: "12" }],
    customer: { name: "Olle Berg", email: "olle.berg@example.com", country: "SE" },
  },
];

/** Places the orders and waits until each has been looked at; gives their ids in the same order. */
export async function placeOneOfEach({ shop, waitForOrder }: Merchant): Promise<string[]> {
  const ids: string[] = [];
  for (const draft of ONE_OF_EACH) ids.push((await shop.placeOrder(draft)).id);
  for (const id of ids) await waitForOrder(id, ({ code }) => code !== "QUEUED");
  return ids;
}
