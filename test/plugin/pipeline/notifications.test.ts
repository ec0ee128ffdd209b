import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Code } from "../../../plugin/domain/problem.ts";
import type { Context } from "../../../plugin/pipeline/context.ts";
import { sendNotification } from "../../../plugin/pipeline/notifications/send.ts";
import { changeSettings } from "../../../plugin/pipeline/setup/settings.ts";
import type { Mail, MailResult } from "../../../plugin/ports.ts";
import {
  readConnection,
  type StoredConnection,
  setConnectionStatus,
} from "../../../plugin/store/connections.ts";
import { dueNotifications } from "../../../plugin/store/messages/notifications.ts";
import { createManualClock } from "../../server/manual-clock.ts";
import { engines } from "../../support/engines.ts";
import { openPipeline, type Pipeline } from "./open-pipeline.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
// A Friday, two in the afternoon in Stockholm.
const START = Date.parse("2026-11-20T13:00:00Z");
const FINLAND = "Finland 25.5 % has no account.";

describe.each(engines)("mails to the merchant on $name", (engine) => {
  let clock: ReturnType<typeof createManualClock>;
  let pipeline: Pipeline;
  let connectionId: number;
  let mails: Mail[];
  let answer: MailResult;
  beforeEach(async () => {
    clock = createManualClock(START);
    mails = [];
    answer = { outcome: "sent" };
    pipeline = await openPipeline(engine, {
      clock,
      mailer: {
        send: async (mail) => {
          if (answer.outcome === "sent") mails.push(mail);
          return answer;
        },
      },
    });
    connectionId = await pipeline.connect("Fjäll & Form AB");
  });
  afterEach(() => pipeline.close());

  const connection = async (): Promise<StoredConnection> => {
    const found = await readConnection(pipeline.store, pipeline.installationId, connectionId);
    if (found === null) throw new Error("the connection is gone");
    return found;
  };
  const ask = async (notifications: Record<string, unknown>) => {
    const patch = { notifications: { recipients: ["eva@example.se"], ...notifications } };
    expect(await changeSettings(pipeline.context, await connection(), patch, "test")).toMatchObject({
      ok: true,
    });
  };
  const store = async (ids: readonly string[], standing: Record<string, string | null>) => {
    const now = new Date(clock.now()).toISOString();
    for (const id of ids) {
      await pipeline.store.db
        .insertInto("transfers")
        .values({
          installation_id: pipeline.installationId,
          connection_id: connectionId,
          order_id: id,
          kind: "order",
          state: "held",
          code: null,
          message: null,
          fix: null,
          warnings: null,
          wanted_seq: 1,
          handled_seq: 1,
          owner: null,
          due_at: null,
          attempts: 0,
          number: id,
          customer: "Aino <b>Virtanen</b>",
          total: "249.00",
          currency: "SEK",
          ordered_at: now,
          platform_url: null,
          version: null,
          shown: null,
          sums: JSON.stringify({ currency: "SEK", charged: "249.00", refunded: "0.00", booked: "0.00" }),
          cause: null,
          created_at: now,
          updated_at: now,
          ...standing,
        })
        .execute();
    }
  };
  const hold = (ids: readonly string[], code: Code = "VAT_UNMAPPED", message = FINLAND) =>
    store(ids, { code, message, fix: JSON.stringify({ place: "settings", field: "vat.treatments" }) });
  const until = (instant: string) => clock.sleep(Date.parse(instant) - clock.now());
  /** What is due now, as a process would take it. */
  const pass = async (context: Context = pipeline.context) => {
    for (const key of await dueNotifications(pipeline.store, clock.now(), 100)) {
      await sendNotification(context, key);
    }
  };
  const numbered = (count: number) => Array.from({ length: count }, (_, place) => String(1001 + place));

  it("tell of 200 orders with one cause in one line, with the link to where it is mended", async () => {
    await hold(numbered(200));
    await ask({ errors: "immediately" });
    await pass();
    expect(mails).toHaveLength(1);
    const [mail] = mails;
    expect(mail).toMatchObject({ to: "eva@example.se", subject: "Fjäll & Form: 200 ordrar kräver åtgärd" });
    expect(mail?.text.match(/200 ordrar: /g)).toHaveLength(1);
    expect(mail?.text).toContain("och 197 till");
    const link = `https://relay.example/embedded/settings?group=vat&connection=${connectionId}#vat.treatments`;
    expect(mail?.text).toContain(link);
    expect(mail?.html).toContain(
      `settings?group&#x3D;vat&amp;connection&#x3D;${connectionId}#vat.treatments`,
    );
  });

  it("tell each cause apart, escape what they quote and load nothing", async () => {
    await hold(numbered(2));
    await hold(["2001"], "LEDGER_REJECTED", "Fortnox refuses <img src=https://x.example/a.png>");
    await ask({ errors: "immediately" });
    await pass();
    const html = mails[0]?.html ?? "";
    expect(mails[0]?.text.match(/^\S+ ord\w+: /gm)).toHaveLength(2);
    expect(html).toContain("&lt;img src");
    expect(html).not.toMatch(/<img|<script|<link|url\(/);
    expect(`${html}${mails[0]?.text}`).not.toContain("id_token");
  });

  it("tell of held payouts as of orders, once, with the way to them", async () => {
    const payout = { kind: "payout", code: "PAYOUT_UNMAPPED", message: "The fee has no account." } as const;
    await store(["payout:p1", "payout:p2"], { ...payout, number: "p1" });
    await ask({ errors: "immediately" });
    await pass();
    expect(mails).toMatchObject([{ subject: "Fjäll & Form: 2 utbetalningar kräver åtgärd" }]);
    expect(mails[0]?.text).toContain("/embedded/reports/payouts");
    await hold(["1001"]);
    await clock.sleep(HOUR);
    await pass();
    expect(mails[1]?.subject).toBe("Fjäll & Form: en order kräver åtgärd");
    expect(mails[1]?.text).not.toContain("utbetalning");
  });

  it("sum up what keeps payouts from being booked, though all orders are", async () => {
    const payout = { kind: "payout", code: "PAYOUT_UNMAPPED", message: "The fee has no account." } as const;
    await store(["payout:p1"], { ...payout, number: "p1" });
    await ask({ errors: "off", digest: "daily" });
    const patch = { payouts: { enabled: true, bank_account: "1930" } };
    await changeSettings(pipeline.context, await connection(), patch, "test");
    await until("2026-11-21T06:00:00Z");
    await pass();
    expect(mails[0]?.text).toContain("En utbetalning kan inte bokföras.");
    expect(mails[0]?.text).toContain("Utbetalning p1");
  });

  it("report an order once, and again only when it stands for another cause", async () => {
    await hold(["1001"]);
    await ask({ errors: "hourly" });
    await clock.sleep(HOUR);
    await pass();
    expect(mails).toHaveLength(1);
    await clock.sleep(HOUR);
    await pass();
    expect(mails).toHaveLength(1);
    await pipeline.store.db.updateTable("transfers").set({ code: "PERIOD_LOCKED" }).execute();
    await clock.sleep(HOUR);
    await pass();
    expect(mails).toHaveLength(2);
  });

  it("every hour wait for their hour", async () => {
    await hold(["1001"]);
    await ask({ errors: "hourly" });
    await clock.sleep(HOUR - 1);
    await pass();
    // Another change of the settings puts nothing off.
    await ask({ errors: "hourly" });
    expect(mails).toHaveLength(0);
    await clock.sleep(1);
    await pass();
    expect(mails).toHaveLength(1);
  });

  it("at once come within a minute, and then at most every ten minutes", async () => {
    await ask({ errors: "immediately" });
    await pass();
    expect(mails).toHaveLength(0);
    await hold(["1001"]);
    await clock.sleep(MINUTE);
    await pass();
    expect(mails).toHaveLength(1);
    await hold(["1002"]);
    await clock.sleep(9 * MINUTE);
    await pass();
    expect(mails).toHaveLength(1);
    await clock.sleep(MINUTE);
    await pass();
    expect(mails).toHaveLength(2);
    expect(mails[1]?.text).toContain("1002");
    expect(mails[1]?.text).not.toContain("1001");
  });

  it("are sent by one of two processes", async () => {
    await hold(["1001"]);
    await ask({ errors: "immediately", recipients: ["eva@example.se", "bo@example.se"] });
    await Promise.all([pass(), pass({ ...pipeline.context, owner: "another" })]);
    expect(mails.map(({ to }) => to)).toEqual(["eva@example.se", "bo@example.se"]);
  });

  it("that could not leave are written again, and those that may have left are not", async () => {
    await hold(["1001"]);
    answer = { outcome: "failed", sent: false, reason: "nobody is there" };
    await ask({ errors: "hourly" });
    await clock.sleep(HOUR);
    await pass();
    answer = { outcome: "sent" };
    await clock.sleep(5 * MINUTE);
    await pass();
    expect(mails).toHaveLength(1);
    await hold(["1002"]);
    answer = { outcome: "failed", sent: true, reason: "hung up" };
    await clock.sleep(HOUR);
    await pass();
    answer = { outcome: "sent" };
    await clock.sleep(HOUR);
    await pass();
    expect(mails).toHaveLength(1);
  });

  it("tell once that the ledger asks for a new sign-in, and again when it does so again", async () => {
    await store(["1001"], { state: "waiting", code: "NOT_CONNECTED" });
    await ask({ errors: "hourly" });
    const turn = async (status: StoredConnection["status"]) =>
      setConnectionStatus(pipeline.store, await connection(), status, clock.now());
    const hour = async () => {
      await clock.sleep(HOUR);
      await pass();
    };
    await turn("needs_reauth");
    await hour();
    await hour();
    expect(mails.map(({ subject }) => subject)).toEqual(["Fjäll & Form: Fortnox ber om en ny inloggning"]);
    expect(mails[0]?.text).toContain(`https://relay.example/embedded/connections?connection=${connectionId}`);
    await turn("connected");
    await hour();
    await turn("needs_reauth");
    await hour();
    expect(mails).toHaveLength(2);
  });

  it("sum up the day before at seven in the morning, also when all is well", async () => {
    await store(["1001", "1002"], {
      state: "booked",
      sums: JSON.stringify({ currency: "SEK", charged: "249.00", refunded: "0.00", booked: "249.00" }),
    });
    await ask({ errors: "off", digest: "daily" });
    await until("2026-11-21T05:59:59Z");
    await pass();
    expect(mails).toHaveLength(0);
    await until("2026-11-21T06:00:00Z");
    await pass();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toMatch(/^Fjäll & Form: /);
    expect(mails[0]?.text).toContain("Ordrar den 20 nov. 2026");
    expect(mails[0]?.text.replaceAll(/\s/g, " ")).toContain("Bokförd: 498,00 SEK");
    await pass();
    expect(mails).toHaveLength(1);
  });

  it("sum up the week on Mondays, with what needs somebody", async () => {
    await hold(["1001"]);
    await ask({ errors: "off", digest: "weekly" });
    await until("2026-11-22T12:00:00Z");
    await pass();
    expect(mails).toHaveLength(0);
    await until("2026-11-23T06:00:00Z");
    await pass();
    expect(mails[0]?.text).toContain("Ordrar från 16 nov. 2026 till 22 nov. 2026");
    expect(mails[0]?.text).toContain("vat.treatments");
  });

  it("are not written when the settings say never, or name nobody", async () => {
    await hold(["1001"]);
    await ask({ errors: "immediately" });
    await ask({ errors: "off" });
    await clock.sleep(48 * HOUR);
    await pass();
    await ask({ errors: "immediately", recipients: [] });
    await pass();
    expect(mails).toEqual([]);
  });
});
