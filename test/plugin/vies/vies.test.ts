import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readVatNumber, type VatNumber } from "../../../plugin/domain/vat-number.ts";
import { readAnswer } from "../../../plugin/vies/answers.ts";
import { createVies, type Vies } from "../../../plugin/vies/client.ts";
import { startVies, type ViesStandIn } from "../../../sandbox/vies/server.ts";
import { createHttpClient } from "../../../server/http-client.ts";
import { createManualClock } from "../../server/manual-clock.ts";
import { createRecordingLog } from "../../server/recording-log.ts";

let register: ViesStandIn;
let vies: Vies;
const clock = createManualClock();
const client = createHttpClient({ allowLoopback: true });

beforeEach(async () => {
  register = await startVies();
  vies = createVies({ http: client.http, clock, log: createRecordingLog().log }, register.url);
});
afterEach(() => register.close());

const read = (text: string): VatNumber => {
  const number = readVatNumber(text, "");
  if (number === null) throw new Error(`${text} is no number`);
  return number;
};
const seller = read("SE556036079301");

describe("VIES", () => {
  it("says of a number that it is valid, with a consultation number for those who name themselves", async () => {
    expect(await vies.check(read("FI20774740"), seller)).toEqual({
      verdict: "valid",
      name: "Company 20774740",
      consultation: "WAPIAAAA00000001",
    });
    expect(register.asked).toEqual([{ number: "FI20774740", requester: "SE556036079301" }]);
  });

  it("gives no consultation number to others; some states withhold the name", async () => {
    const answer = await vies.check(read("DE136695976"), null);
    expect(answer).toEqual({ verdict: "valid", name: null, consultation: null });
  });

  it("asks Greece as EL", async () => {
    expect(await vies.check(read("EL094259216"), null)).toMatchObject({ verdict: "valid" });
    expect(register.asked[0]?.number).toBe("EL094259216");
  });

  it("knows the numbers of the Commission's test service", async () => {
    expect(await vies.check(read("DE100"), null)).toMatchObject({ verdict: "valid" });
    expect(await vies.check(read("DE200"), null)).toMatchObject({ verdict: "invalid" });
  });

  it.each([
    ["201", "INVALID_INPUT"],
    ["202", "INVALID_REQUESTER_INFO"],
    ["300", "SERVICE_UNAVAILABLE"],
    ["301", "MS_UNAVAILABLE"],
    ["302", "TIMEOUT"],
    ["400", "VAT_BLOCKED"],
    ["401", "IP_BLOCKED"],
    ["500", "GLOBAL_MAX_CONCURRENT_REQ"],
    ["501", "GLOBAL_MAX_CONCURRENT_REQ_TIME"],
    ["600", "MS_MAX_CONCURRENT_REQ"],
    ["601", "MS_MAX_CONCURRENT_REQ_TIME"],
  ])("%s is the fault %s, which is unknown and never invalid", async (number, reason) => {
    expect(await vies.check(read(`DE${number}`), null)).toEqual({ verdict: "unknown", reason });
  });

  it("asks a member state one number at a time, and several states at once", async () => {
    register.slow(30);
    const answers = await Promise.all(
      ["DE136695976", "DE100", "FI20774740", "DE200"].map((text) => vies.check(read(text), null)),
    );
    expect(answers.map((one) => one.verdict)).toEqual(["valid", "valid", "valid", "invalid"]);
  });

  it("leaves a state alone for a minute when it did not answer; others go on", async () => {
    await vies.check(read("DE301"), null);
    expect(await vies.check(read("DE100"), null)).toMatchObject({ verdict: "unknown" });
    expect(await vies.check(read("FI20774740"), null)).toMatchObject({ verdict: "valid" });
    expect(register.asked).toHaveLength(2);
    await clock.sleep(60_001);
    expect(await vies.check(read("DE100"), null)).toMatchObject({ verdict: "valid" });
  });

  it("is unknown when nobody is there", async () => {
    await register.close();
    expect(await vies.check(read("DE100"), null)).toMatchObject({
      verdict: "unknown",
      reason: expect.stringMatching(/^no answer/),
    });
  });

  it("is unknown when the answer makes no sense, or hides a fault beside its verdict", () => {
    const unavailable = { valid: false, userError: "MS_UNAVAILABLE" };
    for (const [status, body] of [
      [200, "<html>"],
      [200, "{}"],
      [500, '{"valid":false}'],
      [200, JSON.stringify(unavailable)],
    ] as const) {
      expect(readAnswer(status, body).verdict, body).toBe("unknown");
    }
    expect(readAnswer(200, '{"valid":false,"name":"---"}').verdict).toBe("invalid");
  });
});

describe("the stand-in of VIES", () => {
  const ask = async (body: unknown): Promise<unknown> => {
    const response = await fetch(`${register.url}/check-vat-number`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  const fault = (error: string) => ({ actionSucceed: false, errorWrappers: [{ error }] });

  it("refuses what VIES refuses, with status 200", async () => {
    expect(await ask({ countryCode: "GR", vatNumber: "094259216" })).toEqual(fault("INVALID_INPUT"));
    expect(await ask({ countryCode: "GB", vatNumber: "980780684" })).toEqual(fault("INVALID_INPUT"));
    expect(await ask({ countryCode: "DE", vatNumber: "DE 1" })).toEqual(fault("INVALID_INPUT"));
    const half = { countryCode: "DE", vatNumber: "136695976", requesterNumber: "556036079301" };
    expect(await ask(half)).toEqual(fault("INVALID_REQUESTER_INFO"));
  });

  it("answers one question at a time for each state", async () => {
    register.slow(30);
    const answers = await Promise.all(
      ["100", "100"].map((vatNumber) => ask({ countryCode: "DE", vatNumber })),
    );
    expect(answers).toContainEqual(fault("MS_MAX_CONCURRENT_REQ"));
    expect(answers).toContainEqual(expect.objectContaining({ valid: true }));
  });
});
