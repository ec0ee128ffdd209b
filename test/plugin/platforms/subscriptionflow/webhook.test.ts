import { describe, expect, it } from "vitest";
import type { RawDelivery } from "../../../../plugin/platforms/platform.ts";
import { subscriptionFlow } from "../../../../plugin/platforms/subscriptionflow/platform.ts";

const SECRET = "s".repeat(43);
const NOW = Date.parse("2026-11-21T10:00:00Z");
const { webhooks } = subscriptionFlow("https://{site}.subscriptionflow.com");

function hint(query: Record<string, string>, body = "", token = `my-club~${SECRET}`): RawDelivery {
  return { body: Buffer.from(body), headers: {}, params: { token }, query };
}

function heard(delivery: RawDelivery) {
  const read = webhooks.verify(delivery, { webhook_secret: SECRET }, NOW);
  if (typeof read === "string") throw new Error(read);
  return read;
}

describe("a pasted webhook", () => {
  it("finds its installation by its address, and is proven by the secret in it", () => {
    expect(webhooks.claim(hint({}))).toEqual({
      issuer: "https://my-club.subscriptionflow.com",
      tenantId: "my-club",
    });
    for (const token of ["", "my-club", `my-club~${"s".repeat(42)}`, `My~${SECRET}`, `a.b~${SECRET}`]) {
      expect(webhooks.claim(hint({}, "", token)), token).toBe("unknown");
    }
    const wrong = hint({}, "", `my-club~${"t".repeat(43)}`);
    expect(webhooks.verify(wrong, { webhook_secret: SECRET }, NOW)).toBe("refused");
    expect(webhooks.verify(hint({}), {}, NOW)).toBe("refused");
  });

  it("is heard at its earlier address until that one's time is over", () => {
    const renewed = {
      webhook_secret: "n".repeat(43),
      webhook_secret_before: SECRET,
      webhook_before_until: "2026-11-21T10:00:00.001Z",
    };
    const late = Date.parse("2026-11-21T10:00:00.001Z");
    expect(webhooks.verify(hint({}), renewed, NOW)).toMatchObject({ meaning: { kind: "changes" } });
    expect(webhooks.verify(hint({}), renewed, late)).toBe("refused");
    const fresh = hint({}, "", `my-club~${"n".repeat(43)}`);
    expect(webhooks.verify(fresh, renewed, late)).toMatchObject({ meaning: { kind: "changes" } });
    const { webhook_before_until: _, ...endless } = renewed;
    expect(webhooks.verify(hint({}), endless, NOW)).toBe("refused");
  });

  it("points at an invoice by an id in the address, in a form or in JSON", () => {
    const order = { kind: "order", orderIds: ["abc-1"] };
    for (const delivery of [
      hint({ module: "invoices", id: "abc-1" }),
      hint({ id: "abc-1" }),
      hint({}, "event=paid&method=POST&id=abc-1"),
      hint({}, "event=paid&data%5Bid%5D=abc-1"),
      hint({}, "entity[id]=abc-1"),
      hint({}, "invoice_id=abc-1"),
      hint({}, '{"event":"paid","id":"abc-1"}'),
      hint({}, '{"data":{"id":"abc-1"}}'),
      hint({ id: "{SF_ID}" }, '{"entity":{"id":"abc-1"}}'),
    ]) {
      expect(heard(delivery)).toMatchObject({ meaning: order, dropsBody: true });
    }
  });

  it("without an id, or about money and credit notes, has the list looked at", () => {
    expect(heard(hint({ module: "invoices", id: "{SF_ID}" }, "event=paid")).meaning).toEqual({
      kind: "changes",
    });
    expect(heard(hint({ module: "transactions", id: "t1" })).meaning).toEqual({ kind: "changes" });
    expect(heard(hint({ module: "credit-notes", id: "c1" })).meaning).toEqual({ kind: "changes" });
    expect(heard(hint({ module: "customers", id: "c1" })).meaning).toEqual({ kind: "note" });
    expect(heard(hint({}, `id=${"x".repeat(65)}`)).meaning).toEqual({ kind: "changes" });
  });

  it("counts each time it comes: what happened in the same moment must not be lost", () => {
    expect(heard(hint({ id: "a" })).deliveryId).not.toBe(heard(hint({ id: "a" })).deliveryId);
  });
});
