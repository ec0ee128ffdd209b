import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError, describeConfig, readConfig } from "../../server/config.ts";
import { Secret } from "../../server/secret.ts";

const key = `2026:${randomBytes(32).toString("base64")}`;

const production = { NODE_ENV: "production", PUBLIC_URL: "https://relay.example.com", ENCRYPTION_KEYS: key };

function mistakesOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

describe("the configuration", () => {
  it("needs nothing for trying out", () => {
    expect(readConfig({})).toEqual({
      environment: "development",
      role: "all",
      port: 3000,
      publicUrl: null,
      dataDir: resolve(".data"),
      databaseUrl: null,
      redisUrl: null,
      encryptionKeys: null,
      platformIssuers: [],
      sweepIntervalSeconds: 300,
      logLevel: "info",
      vendors: new Secret({ manifest: {} }),
      viesUrl: "https://ec.europa.eu/taxation_customs/vies/rest-api",
      mail: null,
      faultPoint: null,
    });
  });

  it("reads every variable", () => {
    const config = readConfig({
      ...production,
      PORT: "8080",
      PUBLIC_URL: "https://relay.example.com/",
      DATA_DIR: "/var/lib/relay",
      DATABASE_URL: "mysql://relay:secret@db/relay",
      REDIS_URL: "rediss://:secret@redis:6380/1",
      ROLE: "worker",
      PLATFORM_ISSUERS: "https://a.example.com, https://b.example.com,",
      SWEEP_INTERVAL_S: "60",
      LOG_LEVEL: "debug",
      FORTNOX_CLIENT_ID: "id",
      FORTNOX_CLIENT_SECRET: "secret",
      FORTNOX_SCOPES: "inbox  archive",
      SMTP_URL: "smtps://user:secret@mail.example.com:465",
      MAIL_FROM: "The Shop <shop@example.com>",
    });
    expect(config).toMatchObject({
      environment: "production",
      role: "worker",
      port: 8080,
      publicUrl: "https://relay.example.com",
      dataDir: "/var/lib/relay",
      platformIssuers: ["https://a.example.com", "https://b.example.com"],
      sweepIntervalSeconds: 60,
      logLevel: "debug",
      mail: { smtpUrl: "smtps://user:secret@mail.example.com:465", from: "The Shop <shop@example.com>" },
    });
    expect(config.databaseUrl?.reveal()).toBe("mysql://relay:secret@db/relay");
    expect(config.redisUrl?.reveal()).toBe("rediss://:secret@redis:6380/1");
    expect(config.vendors.reveal()["fortnox"]).toEqual({
      FORTNOX_CLIENT_ID: "id",
      FORTNOX_CLIENT_SECRET: "secret",
      FORTNOX_API_URL: "https://api.fortnox.se",
      FORTNOX_AUTH_URL: "https://apps.fortnox.se",
      FORTNOX_SCOPES: "inbox archive",
    });
    expect(config.encryptionKeys?.reveal().map(({ id }) => id)).toEqual(["2026"]);
  });

  it("takes an empty variable for one that is not given", () => {
    expect(readConfig({ PORT: "", DATABASE_URL: "", FORTNOX_CLIENT_ID: "" })).toEqual(readConfig({}));
  });

  it.each([
    ["PORT", "abc"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PUBLIC_URL", "relay.example.com"],
    ["PUBLIC_URL", "http://relay.example.com"],
    ["PUBLIC_URL", "https://relay.example.com/app"],
    ["PUBLIC_URL", "https://user:pass@relay.example.com"],
    ["DATABASE_URL", "postgres://db/relay"],
    ["REDIS_URL", "http://redis"],
    ["ROLE", "cron"],
    ["ENCRYPTION_KEYS", "2026:too-short"],
    ["PLATFORM_ISSUERS", "https://a.example.com,b"],
    ["SWEEP_INTERVAL_S", "0"],
    ["LOG_LEVEL", "loud"],
    ["NODE_ENV", "staging"],
    ["FORTNOX_API_URL", "api.fortnox.se"],
    ["SMTP_URL", "https://mail.example.com"],
    ["MAIL_FROM", "nobody"],
    ["MAIL_FROM", "Two <a@b.se>, <c@d.se>"],
    ["FAULT_POINT", "somewhere"],
  ])("says what is expected of %s=%s, and does not repeat the value", (name, value) => {
    const mistakes = mistakesOf({ [name]: value });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(new RegExp(`^${name}: expected `));
    expect(mistakes[0]?.slice(name.length)).not.toContain(` ${value}`);
  });

  it("lists all mistakes at once", () => {
    expect(mistakesOf({ PORT: "x", ROLE: "y", LOG_LEVEL: "z" }).map((line) => line.split(":")[0])).toEqual([
      "ROLE",
      "PORT",
      "LOG_LEVEL",
    ]);
  });

  it.each(["web", "worker"])("wants servers to share for ROLE=%s", (role) => {
    const mistakes = mistakesOf({ ROLE: role });
    expect(mistakes.map((line) => line.split(":")[0])).toEqual(["DATABASE_URL", "REDIS_URL"]);
    expect(mistakesOf({ ROLE: role, DATABASE_URL: "mysql://db/x", REDIS_URL: "redis://redis" })).toEqual([]);
  });

  it("names the missing half of the Fortnox credentials", () => {
    expect(mistakesOf({ FORTNOX_CLIENT_ID: "id" })).toEqual([
      "FORTNOX_CLIENT_SECRET: expected together with FORTNOX_CLIENT_ID",
    ]);
    expect(mistakesOf({ FORTNOX_CLIENT_SECRET: "s" })).toEqual([
      "FORTNOX_CLIENT_ID: expected together with FORTNOX_CLIENT_SECRET",
    ]);
  });

  it("wants a sender with a mail server, and the other way round", () => {
    expect(mistakesOf({ SMTP_URL: "smtp://mail" })).toEqual(["MAIL_FROM: expected together with SMTP_URL"]);
    expect(mistakesOf({ MAIL_FROM: "a@b.se" })).toEqual(["SMTP_URL: expected together with MAIL_FROM"]);
  });

  it.each([
    ["create:reserved", { name: "create:reserved", occurrence: 1 }],
    ["read_back:stored:3", { name: "read_back:stored", occurrence: 3 }],
  ])("understands the fault point %s", (value, expected) => {
    expect(readConfig({ FAULT_POINT: value }).faultPoint).toEqual(expected);
  });
});

describe("the configuration in production", () => {
  it("is accepted with an https address and keys of its own", () => {
    expect(mistakesOf(production)).toEqual([]);
  });

  it.each([
    ["an address without https", { PUBLIC_URL: "http://relay.example.com" }, "PUBLIC_URL"],
    ["no address", { PUBLIC_URL: "" }, "PUBLIC_URL"],
    ["an address of this machine", { PUBLIC_URL: "https://localhost:3000" }, "PUBLIC_URL"],
    ["no keys", { ENCRYPTION_KEYS: "" }, "ENCRYPTION_KEYS"],
    ["a Fortnox stand-in", { FORTNOX_API_URL: "http://localhost:4000" }, "FORTNOX_API_URL"],
    ["a Fortnox stand-in with https", { FORTNOX_AUTH_URL: "https://127.0.0.1:4000" }, "FORTNOX_AUTH_URL"],
    ["a stand-in of VIES", { VIES_URL: "http://127.0.0.1:4002/vies" }, "VIES_URL"],
    ["a shop stand-in", { PLATFORM_ISSUERS: "http://localhost:4001" }, "PLATFORM_ISSUERS"],
    ["a fault point", { FAULT_POINT: "create:reserved" }, "FAULT_POINT"],
  ])("refuses %s", (_what, change, name) => {
    expect(mistakesOf({ ...production, ...change }).map((line) => line.split(":")[0])).toEqual([name]);
  });

  it("accepts the same stand-ins elsewhere", () => {
    expect(
      mistakesOf({ FORTNOX_API_URL: "http://localhost:4000", PLATFORM_ISSUERS: "http://localhost:4001" }),
    ).toEqual([]);
  });
});

describe("the configuration in the log", () => {
  it("shows what was chosen and no secret", () => {
    const config = readConfig({
      ...production,
      DATABASE_URL: "mysql://relay:db-secret@db:3306/relay?password=query-secret",
      REDIS_URL: "redis://:redis-secret@redis",
      FORTNOX_CLIENT_ID: "client-7",
      FORTNOX_CLIENT_SECRET: "fortnox-secret",
    });
    const text = JSON.stringify(describeConfig(config));
    expect(text).toContain("mysql://db:3306/relay");
    expect(text).toContain("2026");
    expect(text).not.toMatch(/secret/);
    expect(text).not.toContain(key.slice(5));
  });
});
