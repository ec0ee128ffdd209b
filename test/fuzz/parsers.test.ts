import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as fortnox from "../../plugin/connectors/fortnox/answers.ts";
import { orderSubject } from "../../plugin/decision/rules/conditions.ts";
import { isTemplate, renderText } from "../../plugin/decision/texts.ts";
import { exampleCsv, exampleXml } from "../../plugin/order-files/examples.ts";
import { toOrder } from "../../plugin/order-files/file-order.ts";
import { readFile } from "../../plugin/order-files/read-file.ts";
import { mergePatch } from "../../plugin/pipeline/setup/settings.ts";
import { normaliseOrder } from "../../plugin/platforms/manifest/normalise.ts";
import { requestToken } from "../../plugin/platforms/manifest/token-request.ts";
import { conditions } from "../../plugin/settings/condition.ts";
import { settingsSchema } from "../../plugin/settings/schema.ts";
import { fullOrder } from "../plugin/platforms/manifest/orders.ts";
import { newApp } from "../plugin/platforms/manifest/ports.ts";
import { anyOrder } from "../support/arbitrary-orders.ts";
import { order } from "../support/orders.ts";
import { planOf } from "../support/plans.ts";
import { nastyJson, nastyText } from "./arbitrary-requests.ts";

const DEFAULTS = { timeZone: "Europe/Stockholm", currency: "SEK" };

/** The value with one member, anywhere in it, exchanged. */
function exchanged(value: unknown, at: number, by: unknown): unknown {
  const places: [Record<string, unknown>, string][] = [];
  const copy = structuredClone(value);
  const walk = (one: unknown): void => {
    if (typeof one !== "object" || one === null) return;
    for (const [name, inner] of Object.entries(one)) {
      places.push([one as Record<string, unknown>, name]);
      walk(inner);
    }
  };
  walk(copy);
  const place = places[at % places.length];
  if (place !== undefined) place[0][place[1]] = by;
  return copy;
}

describe("a parser", () => {
  it("of files of orders reads any bytes or says why not, and every order it gives can be decided", async () => {
    const noon = (wall: string): string => `${wall}.000Z`;
    const samples = [exampleCsv(), exampleXml()];
    const anyFile = fc.oneof(
      fc.uint8Array({ maxLength: 500 }),
      nastyText,
      fc
        .tuple(fc.constantFrom(...samples), fc.nat(), fc.nat({ max: 20 }), nastyText)
        .map(([sample, at, less, by]) => {
          const place = at % sample.length;
          return sample.slice(0, place) + by + sample.slice(place + less);
        }),
    );
    await fc.assert(
      fc.asyncProperty(anyFile, async (content) => {
        const read = await readFile({ content, format: null, decimalSign: null }, noon);
        for (const one of read.ok ? read.value.orders : []) planOf(toOrder(one, DEFAULTS));
      }),
      { numRuns: 500 },
    );
  });

  it("of orders says what is wrong with any member of an order, and never throws", () => {
    fc.assert(
      fc.property(fc.nat(), fc.oneof(nastyJson, nastyText), (at, by) => {
        const read = normaliseOrder(exchanged(fullOrder, at, by), DEFAULTS);
        expect(read.ok || read.problem.act === "fix").toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("of token answers takes or refuses whatever a shop answers, and never throws", async () => {
    const { app } = await newApp();
    const server = {
      issuer: "https://shop.example",
      tokenEndpoint: "https://shop.example/token",
      revocationEndpoint: null,
    };
    const bodies = fc.oneof(
      nastyText,
      nastyJson.map((json) => JSON.stringify(json)),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(200, 204, 400, 401, 500), bodies, async (status, body) => {
        const http = async () => ({ status, headers: {}, body });
        const answer = await requestToken(server, { grant_type: "refresh_token" }, { http, app });
        expect(answer.ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it("of Fortnox' answers refuses what it does not know, and never throws", () => {
    const schemas = [
      fortnox.companyInformation,
      fortnox.customer,
      fortnox.article,
      fortnox.invoice,
      fortnox.payment,
      fortnox.currency,
      fortnox.voucher,
      fortnox.lockedPeriod,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...schemas), nastyJson, (schema, json) => {
        expect(typeof schema.safeParse(json).success).toBe("boolean");
      }),
      { numRuns: 1_000 },
    );
  });

  it("of settings merges anything without touching what an object is", () => {
    fc.assert(
      fc.property(nastyJson, nastyJson, (target, patch) => {
        const merged = mergePatch(target, JSON.parse(JSON.stringify(patch)));
        expect(typeof settingsSchema.safeParse(merged).success).toBe("boolean");
      }),
      { numRuns: 1_000 },
    );
    mergePatch({}, JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'));
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("of conditions refuses what is none, and reads what is one", () => {
    fc.assert(
      fc.property(fc.oneof(nastyJson, fc.array(nastyJson)), (json) => {
        expect(typeof conditions.safeParse(json).success).toBe("boolean");
      }),
    );
    fc.assert(fc.property(anyOrder, (one) => typeof orderSubject(one, "SE") === "object"));
  });
});

describe("a merchant's template", () => {
  const pieces = fc.constantFrom(
    "{{order.number}}",
    "{{constructor}}",
    "{{order.constructor.constructor}}",
    "{{__proto__}}",
    "{{lookup order 'number'}}",
    "{{#each order}}",
    "{{/each}}",
    "{{#if order.number}}",
    "{{/if}}",
    "{{> x}}",
    "{{{order.number}}}",
    "{{",
    "}}",
    "\\{{",
  );

  it("never throws, never reaches a prototype and never grows beyond its limit", () => {
    const one = order();
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, nastyText), { maxLength: 12 }), (parts) => {
        const template = parts.join("").slice(0, 500);
        expect(typeof isTemplate(template)).toBe("boolean");
        const text = renderText(template, one, { maxLength: 100 }) ?? "";
        expect(text.length).toBeLessThanOrEqual(100);
        expect(text).not.toMatch(/function Object|native code/);
      }),
      { numRuns: 1_000 },
    );
  });
});
