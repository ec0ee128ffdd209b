import type { z } from "zod";
import { orderAnswer } from "../../plugin/api/merchant/order-answer.ts";
import type { Site } from "../../sandbox/platforms/subscriptionflow/server.ts";
import { webhookSetup } from "../../sandbox/platforms/subscriptionflow/webhooks.ts";
import { type ApiAnswer, describedApi } from "./described-api.ts";
import { eventually } from "./eventually.ts";
import { type House, SET_UP } from "./house.ts";

export type OrderView = z.output<typeof orderAnswer>;

/** A merchant on SubscriptionFlow: no admin around us, so she comes by the sign-up page and its link. */
export interface Club {
  /** Fills in the form; the answer is the page. */
  signUp(changes?: Record<string, string>): Promise<{ status: number; text: string }>;
  /** Her administrator takes the keys away, or makes new ones. */
  loseKeys(): void;
  makeKeys(): void;
  /** Pastes every address of the page into the site. */
  pasteWebhooks(): void;
  connect(): Promise<void>;
  api(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** A page of the panel, by the link. */
  panel(path: string, init?: RequestInit): Promise<{ status: number; text: string; url: string }>;
  waitForOrder(id: string, until: OrderView["state"] | ((order: OrderView) => boolean)): Promise<OrderView>;
  changeSettings(patch: Record<string, unknown>): Promise<void>;
}

export async function openClub(house: House, site: Site): Promise<Club> {
  const call = await describedApi(house.publicUrl);
  let client = site.newClient();
  let page = "";
  let connectionId = "";

  const token = (): string => {
    const link = /href="[^"]*[?&]id_token(?:=|&#x3D;)([^"]+)"/.exec(page)?.[1];
    if (link === undefined) throw new Error("no link into the app");
    return decodeURIComponent(link);
  };
  const api: Club["api"] = (method, path, body) => call({ method, path, token: token(), body });
  const order = async (id: string): Promise<OrderView | null> => {
    const answer = await api("GET", `/orders/${encodeURIComponent(id)}`);
    return answer.status === 404 ? null : orderAnswer.parse(answer.body);
  };

  async function changeSettings(patch: Record<string, unknown>): Promise<void> {
    const changed = await api("PATCH", `/connections/${connectionId}/settings`, patch);
    if (changed.status !== 200) throw new Error(`settings refused: ${JSON.stringify(changed.body)}`);
  }

  return {
    api,
    async signUp(changes = {}) {
      const body = new URLSearchParams({
        site: site.url,
        client_secret: client.secret,
        email: "owner@club.example",
        country: "SE",
        currency: "SEK",
        time_zone: "Europe/Stockholm",
        client_id: client.id,
        ...changes,
      });
      const address = `${house.publicUrl}/embedded/sign-up/subscriptionflow`;
      const response = await fetch(address, { method: "POST", body });
      const text = await response.text();
      if (response.status === 200) page = text;
      return { status: response.status, text };
    },
    loseKeys: () => site.revokeClient(client.id),
    makeKeys() {
      client = site.newClient();
    },
    pasteWebhooks() {
      const addresses = [...page.matchAll(/value="([^"]*\/webhooks\/[^"]*)"/g)].map(([, one = ""]) =>
        one.replaceAll("&amp;", "&").replaceAll("&#x3D;", "="),
      );
      for (const url of addresses) {
        const module = webhookSetup.shape.module.parse(new URL(url).searchParams.get("module"));
        site.configureWebhook({ module, event: "any", url });
      }
    },
    async connect() {
      const made = await api("POST", "/connections", { system: "fortnox" });
      const { id, authorize_url: address } = made.body as { id: string; authorize_url: string };
      await house.consent(address);
      connectionId = id;
      await changeSettings(SET_UP);
    },
    async panel(path, init = {}) {
      const url = new URL(`/embedded${path}`, house.publicUrl);
      const headers = { authorization: `Bearer ${token()}` };
      const response = await fetch(url, { ...init, headers });
      return { status: response.status, text: await response.text(), url: response.url };
    },
    async waitForOrder(id, until) {
      const isEnough = typeof until === "string" ? (one: OrderView) => one.state === until : until;
      const found = await eventually(
        () => order(id),
        (one) => one !== null && isEnough(one),
        `what is expected of invoice ${id}`,
      );
      return orderAnswer.parse(found);
    },
    changeSettings,
  };
}
