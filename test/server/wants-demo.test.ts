import { describe, expect, it } from "vitest";
import { wantsDemo } from "../../server/wants-demo.ts";

describe("the demo", () => {
  it.each([[{}], [{ NODE_ENV: "development", PORT: "8080" }], [{ FORTNOX_CLIENT_ID: "" }]])(
    "comes along with %j",
    (env) => {
      expect(wantsDemo(env)).toBe(true);
    },
  );

  it.each([
    [{ NODE_ENV: "production" }],
    [{ ROLE: "all" }],
    [{ ROLE: "worker" }],
    [{ FORTNOX_CLIENT_ID: "id", FORTNOX_CLIENT_SECRET: "secret" }],
    [{ FORTNOX_API_URL: "http://localhost:4000" }],
  ])("stays away with %j", (env) => {
    expect(wantsDemo(env)).toBe(false);
  });
});
