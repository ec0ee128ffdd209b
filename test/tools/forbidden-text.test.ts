import { describe, expect, it } from "vitest";
import { forbiddenLines } from "../../tools/check/forbidden-text.ts";

describe("forbidden text", () => {
  it.each([
    ["plugin/domain/order.ts", "// TODO: refunds"],
    ["README.md", "FIXME"],
    ["server/main.ts", "// @ts-ignore"],
    ["server/main.ts", "const body = (await read()) as any;"],
    ["server/main.ts", "send(body as any)"],
    ["test/server/main.test.ts", 'it.skip("books a refund", () => {});'],
    ["package-lock.json", '      "resolved": "https://registry.example/zod.tgz",'],
    ["tools/runtime/package-lock.json", '      "resolved": "http://registry.example/node.tgz",'],
  ])("is found in %s: %s", (path, line) => {
    expect(forbiddenLines(path, `first line\n${line}`)).toEqual([expect.stringMatching(`^${path}:2 `)]);
  });

  it.each([
    ["README.md", "A refund is booked on the same day as any other."],
    ["plugin/domain/order.ts", "// The gift card counts as any other payment does."],
    ["package-lock.json", '        "url": "https://opencollective.com/express"'],
    ["plugin/panel/orders/orders.ts", "const shown = orders.filter((it) => it.skip);"],
  ])("is not seen in ordinary text of %s: %s", (path, line) => {
    expect(forbiddenLines(path, line)).toEqual([]);
  });
});
