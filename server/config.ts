import { resolve } from "node:path";
import { z } from "zod";
import { type Vendors, vendors } from "../plugin/index.ts";
import {
  encryptionKeys,
  faultPoint,
  httpAddress,
  httpOrigin,
  list,
  mailSender,
  serverUrl,
  wholeNumber,
} from "./config-values.ts";
import type { EncryptionKey } from "./keys.ts";
import { isLoopbackUrl } from "./network-address.ts";
import { Secret } from "./secret.ts";
import { isStandIn, readVendors, standInsOf } from "./vendor-variables.ts";

export interface Config {
  readonly environment: "production" | "development" | "test";
  readonly role: "all" | "web" | "worker";
  /** 0 = any free port. */
  readonly port: number;
  /** An origin; null = http://localhost with the port we listen on. */
  readonly publicUrl: string | null;
  readonly dataDir: string;
  /** Null = SQLite in the data folder. */
  readonly databaseUrl: Secret | null;
  /** Null = the queue and the limits live in this process. */
  readonly redisUrl: Secret | null;
  /** Null = kept in the data folder. */
  readonly encryptionKeys: Secret<readonly EncryptionKey[]> | null;
  /** Empty = any https issuer. */
  readonly platformIssuers: readonly string[];
  readonly sweepIntervalSeconds: number;
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";
  /** What each ledger and platform needs to know; one without its variables is absent. */
  readonly vendors: Secret<Vendors>;
  /** Base address of the register of VAT numbers. */
  readonly viesUrl: string;
  /** Null = no mail leaves from here. */
  readonly mail: MailConfig | null;
  readonly faultPoint: { readonly name: string; readonly occurrence: number } | null;
}

export interface MailConfig {
  readonly smtpUrl: string;
  /** An address, or a name with an address. */
  readonly from: string;
}

/** Why the configuration cannot be used: one line per mistake, each with the variable's name and what is expected. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(mistakes.join("\n"));
    this.name = "ConfigError";
    this.mistakes = mistakes;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const variables = z.object({
  NODE_ENV: oneOf(["production", "development", "test"]).default("development"),
  ROLE: oneOf(["all", "web", "worker"]).default("all"),
  PORT: wholeNumber(0, 65_535).default(3000),
  PUBLIC_URL: httpOrigin().optional(),
  DATA_DIR: z.string().default("./.data"),
  DATABASE_URL: serverUrl(["mysql"]).optional(),
  REDIS_URL: serverUrl(["redis", "rediss"]).optional(),
  ENCRYPTION_KEYS: encryptionKeys().optional(),
  PLATFORM_ISSUERS: list(httpOrigin()).default([]),
  SWEEP_INTERVAL_S: wholeNumber(1, 86_400).default(300),
  SMTP_URL: serverUrl(["smtp", "smtps"]).optional(),
  MAIL_FROM: mailSender().optional(),
  LOG_LEVEL: oneOf(logLevels).default("info"),
  VIES_URL: httpAddress().default("https://ec.europa.eu/taxation_customs/vies/rest-api"),
  FAULT_POINT: faultPoint().optional(),
});

type Variables = z.infer<typeof variables>;

/** The process's environment: nothing else of the app reads it. */
export function environment(): Environment {
  return process.env;
}

/** Reads and checks every variable we know. An empty one counts as not given. Throws a `ConfigError`. */
export function readConfig(env: Environment): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = variables.safeParse(given);
  const told = readVendors(vendors, given);
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map((issue) => `${issue.path[0]?.toString()}: ${issue.message}`);
    throw new ConfigError([...mistakes, ...told.mistakes]);
  }
  const values = parsed.data;
  const isProduction = values.NODE_ENV === "production";
  const mistakes = [
    ...contradictions(values),
    ...told.mistakes,
    ...(isProduction ? [...unsafe(values), ...standInsOf(vendors, told.known)] : []),
  ];
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return toConfig(values, told.offered);
}

/** What holds everywhere, and takes more than one variable or a second look to see. */
function contradictions(values: Variables): string[] {
  const mistakes: string[] = [];
  if (values.PUBLIC_URL !== undefined && !isProtected(new URL(values.PUBLIC_URL))) {
    mistakes.push("PUBLIC_URL: expected an https address, or http on this machine");
  }
  if (values.ROLE !== "all") {
    // The embedded database and queue live in one process: nobody else could share the work.
    const why = `expected with ROLE=${values.ROLE}, because several processes share their database and queue`;
    if (values.DATABASE_URL === undefined) mistakes.push(`DATABASE_URL: ${why}`);
    if (values.REDIS_URL === undefined) mistakes.push(`REDIS_URL: ${why}`);
  }
  if ((values.SMTP_URL === undefined) !== (values.MAIL_FROM === undefined)) {
    const [absent, present] =
      values.SMTP_URL === undefined ? ["SMTP_URL", "MAIL_FROM"] : ["MAIL_FROM", "SMTP_URL"];
    mistakes.push(`${absent}: expected together with ${present}`);
  }
  return mistakes;
}

/** Tokens pass through these addresses: nobody on the way may read them. */
function isProtected(url: URL): boolean {
  return url.protocol === "https:" || isLoopbackUrl(url);
}

/** What is fine for trying out and wrong where books are at stake. */
function unsafe(values: Variables): string[] {
  const mistakes: string[] = [];
  if (values.PUBLIC_URL === undefined || isLoopbackUrl(new URL(values.PUBLIC_URL))) {
    mistakes.push("PUBLIC_URL: expected the public https address in production");
  }
  if (values.ENCRYPTION_KEYS === undefined) {
    mistakes.push("ENCRYPTION_KEYS: expected in production, as kid:base64 of 32 random bytes");
  }
  if (isStandIn(values.VIES_URL)) {
    mistakes.push("VIES_URL: expected the vendor's https address; stand-ins are refused in production");
  }
  if (
    values.PLATFORM_ISSUERS.some((issuer) => !issuer.startsWith("https:") || isLoopbackUrl(new URL(issuer)))
  ) {
    mistakes.push("PLATFORM_ISSUERS: expected https addresses; stand-ins are refused in production");
  }
  if (values.FAULT_POINT !== undefined) {
    mistakes.push("FAULT_POINT: expected to be absent in production");
  }
  return mistakes;
}

function toConfig(values: Variables, given: Vendors): Config {
  const { SMTP_URL: smtpUrl, MAIL_FROM: from } = values;
  return {
    environment: values.NODE_ENV,
    role: values.ROLE,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL ?? null,
    dataDir: resolve(values.DATA_DIR),
    databaseUrl: secret(values.DATABASE_URL),
    redisUrl: secret(values.REDIS_URL),
    encryptionKeys: secret(values.ENCRYPTION_KEYS),
    platformIssuers: values.PLATFORM_ISSUERS,
    sweepIntervalSeconds: values.SWEEP_INTERVAL_S,
    logLevel: values.LOG_LEVEL,
    vendors: new Secret(given),
    viesUrl: values.VIES_URL,
    mail: smtpUrl === undefined || from === undefined ? null : { smtpUrl, from },
    faultPoint: values.FAULT_POINT ?? null,
  };
}

/** The configuration for the log of the start: what was chosen, and no secret. */
export function describeConfig(config: Config): Record<string, unknown> {
  return {
    environment: config.environment,
    role: config.role,
    port: config.port,
    publicUrl: config.publicUrl ?? "http://localhost",
    dataDir: config.dataDir,
    database: config.databaseUrl === null ? "sqlite" : withoutCredentials(config.databaseUrl.reveal()),
    queue: config.redisUrl === null ? "in process" : withoutCredentials(config.redisUrl.reveal()),
    encryptionKeys: config.encryptionKeys?.reveal().map((key) => key.id) ?? "data folder",
    platformIssuers: config.platformIssuers.length === 0 ? "any https" : config.platformIssuers,
    sweepIntervalSeconds: config.sweepIntervalSeconds,
    logLevel: config.logLevel,
    mail: config.mail === null ? "none" : withoutCredentials(config.mail.smtpUrl),
    vendors: Object.keys(config.vendors.reveal()),
    ...(config.faultPoint === null ? {} : { faultPoint: config.faultPoint }),
  };
}

function secret<T>(value: T | undefined): Secret<T> | null {
  return value === undefined ? null : new Secret(value);
}

function withoutCredentials(text: string): string {
  const url = new URL(text);
  url.username = "";
  url.password = "";
  // Drivers accept credentials as query parameters too.
  url.search = "";
  return url.href;
}

function oneOf<const T extends readonly [string, ...string[]]>(choices: T) {
  return z.enum(choices, { error: `expected one of ${choices.join(", ")}` });
}
