import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createLog } from "../../server/log.ts";

function record(level: "debug" | "info" = "debug") {
  const stream = new PassThrough({ encoding: "utf8" });
  const log = createLog(level, stream);
  const text = () => String(stream.read() ?? "");
  return { log, text };
}

describe("the log", () => {
  it("writes one line of JSON with time, level, message and details", () => {
    const { log, text } = record();
    log.info("order booked", { orderId: "1001", rows: 3 });
    const line: unknown = JSON.parse(text());
    expect(line).toMatchObject({ level: 30, msg: "order booked", orderId: "1001", rows: 3 });
    expect(line).toHaveProperty("time", expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/));
  });

  it("leaves out what is below its level", () => {
    const { log, text } = record("info");
    log.debug("details");
    log.info("news");
    expect(text()).not.toContain("details");
  });

  it("masks secrets at any depth", () => {
    const { log, text } = record();
    const reply = { access_token: "s3cret-a", expires_in: 3600 };
    log.warn("refused", {
      request: { headers: { Authorization: "Basic s3cret-b", "x-api-key": "s3cret-c", cookie: "s3cret-d" } },
      deep: { list: [{ reply }, { clientSecret: "s3cret-e", password: ["s3cret-f"] }] },
    });
    const line = text();
    expect(line).not.toContain("s3cret");
    expect(line).toContain('"expires_in":3600');
  });

  it("keeps what only sounds secret", () => {
    const { log, text } = record();
    log.info("refreshed", { tokenExpired: true, tokens: 3 });
    expect(JSON.parse(text())).toMatchObject({ tokenExpired: true, tokens: 3 });
  });

  it.each([
    [
      "credentials in an address",
      "connect mysql://relay:s3cret@db/relay failed",
      "mysql://[secret]@db/relay",
    ],
    ["a bearer token", "sent Authorization: Bearer s3cret.abc-def", "Bearer [secret]"],
    ["a signed token", `got ${["eyJhbGciOiJub25lIn0", "s3cret", ""].join(".")}`, "got [secret]"],
    ["the code of a consent", "GET /callback?code=s3cret&x=1", "code=[secret]&x=1"],
  ])("masks %s inside a text", (_what, message, expected) => {
    const { log, text } = record();
    log.error(message, { error: new Error(message) });
    const line = text();
    expect(line).not.toContain("s3cret");
    expect(line).toContain(expected);
  });

  it("shows an error with its cause and none of what a driver hung on it", () => {
    const { log, text } = record();
    const cause = Object.assign(new Error("refused"), { code: "ECONNREFUSED", config: { auth: "s3cret" } });
    log.error("no ledger", { error: new Error("call failed", { cause }) });
    const line = text();
    expect(line).not.toContain("s3cret");
    expect(JSON.parse(line)).toMatchObject({
      error: {
        message: "call failed",
        stack: expect.any(String),
        cause: { message: "refused", code: "ECONNREFUSED" },
      },
    });
  });

  it("survives details that point to themselves and numbers JSON does not know", () => {
    const { log, text } = record();
    const order: Record<string, unknown> = { id: 12345678901234567890n };
    order["self"] = order;
    log.info("odd", { order });
    expect(JSON.parse(text())).toMatchObject({ order: { id: "12345678901234567890", self: "[…]" } });
  });
});
