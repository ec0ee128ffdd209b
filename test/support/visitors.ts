import type { House } from "./house.ts";
import { formOn, type PanelReader, plain, readPanel } from "./panel.ts";

/** Everybody who can come in, as the tables of roles name them. */
export const VISITORS = ["owner", "bookkeeper", "viewer", "link", "nobody"] as const;
export type VisitorName = (typeof VISITORS)[number];

export interface Visitors {
  /** Where the link leads: the panel's address for whoever has it. */
  readonly link: string;
  /** Asks for an address below the panel, without following it anywhere. */
  ask(visitor: VisitorName, method: "GET" | "POST", path: string): Promise<{ status: number; text: string }>;
}

/** Makes a link for an accountant as an owner does; gives its address. */
export async function makeLink(panel: PanelReader, label = "Eva"): Promise<string> {
  const { text } = await panel.submit("/accountants", {
    action: "/accountants/make",
    fields: { label, days: "30" },
  });
  const address = /id="made-link" value="([^"]*)"/.exec(text)?.[1];
  if (address === undefined) throw new Error("no link was made");
  return plain(address);
}

/** One of each kind, of the shop that lives in the house. */
export async function openVisitors(house: House): Promise<Visitors> {
  const link = await makeLink(readPanel(house, house));
  const rolesOf = { owner: ["admin"], bookkeeper: ["bookkeeper"], viewer: ["viewer"] } as const;
  return {
    link,
    async ask(visitor, method, path) {
      const root = visitor === "link" ? link : `${house.publicUrl}/embedded`;
      const headers = new Headers({ "content-type": "application/x-www-form-urlencoded" });
      if (visitor !== "link" && visitor !== "nobody") {
        const token = await house.shop.sessionToken({ roles: [...rolesOf[visitor]] });
        headers.set("authorization", `Bearer ${token}`);
      }
      const body = method === "POST" ? "form_token=none" : null;
      const response = await fetch(`${root}${path}`, { method, headers, body, redirect: "manual" });
      return { status: response.status, text: await response.text() };
    },
  };
}

export interface Pressable {
  readonly method: "GET" | "POST";
  readonly path: string;
}

/** What a page lets its reader press: links and forms that lead to the panel, by their path below its root. */
export function pressables(html: string, root: string): Pressable[] {
  const below = (address: string): string | null => {
    const { pathname } = new URL(plain(address), "http://panel.test");
    return pathname === root || pathname.startsWith(`${root}/`) ? pathname.slice(root.length) || "/" : null;
  };
  const found: Pressable[] = [];
  for (const [, address = ""] of html.matchAll(/<a [^>]*href="([^"]*)"/g)) {
    const path = below(address);
    if (path !== null) found.push({ method: "GET", path });
  }
  for (const [form, attributes = ""] of html.matchAll(/<form([^>]*)>.*?<\/form>/gs)) {
    const isPressable = form.includes("<button") && !form.includes('<fieldset class="plain" disabled>');
    const path = below(formOn(form, "").action);
    if (isPressable && path !== null) {
      found.push({ method: attributes.includes('method="post"') ? "POST" : "GET", path });
    }
  }
  return found;
}
