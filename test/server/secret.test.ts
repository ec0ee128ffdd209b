import { format, inspect } from "node:util";
import { expect, it } from "vitest";
import { readConfig } from "../../server/config.ts";
import { Secret } from "../../server/secret.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");

it("cannot be printed by any of the usual ways", () => {
  const secret = new Secret("s3cret");
  const texts = [
    String(secret),
    ["", secret].join(""),
    JSON.stringify({ secret }),
    inspect({ deep: { secret } }, { showHidden: true, depth: 9 }),
    format("%s %o %j", secret, secret, secret),
    JSON.stringify(Object.entries(secret)),
    JSON.stringify(Object.assign({}, secret)),
    JSON.stringify(structuredClone(secret)),
  ];
  for (const text of texts) expect(text).not.toContain("s3cret");
  expect(secret.reveal()).toBe("s3cret");
});

it("is what the configuration keeps passwords and keys in", () => {
  const config = readConfig({
    DATABASE_URL: "mysql://relay:s3cret@db/relay",
    REDIS_URL: "redis://:s3cret@redis",
    FORTNOX_CLIENT_ID: "id",
    FORTNOX_CLIENT_SECRET: "s3cret",
    ENCRYPTION_KEYS: `one:${KEY}`,
  });
  const printed = inspect(config, { depth: 9 }) + JSON.stringify(config);
  expect(printed).not.toContain("s3cret");
  expect(printed).not.toContain(KEY);
  expect(printed).not.toMatch(/0?7, 0?7|07 07/);
  expect(config.encryptionKeys?.reveal()).toHaveLength(1);
});
