/**
 * Who may import whom. The first zone whose pattern fits a file is the one that counts, so exceptions stand first.
 * Entries of `may` are patterns for paths of the project or exact names of packages:
 * - `own`: the folder that the zone's last `*` stands for, so a connector reaches itself and never a sibling;
 * - `npm:*` and `node:*`: every package, every module of Node.
 * `mayTypes` lists what may be imported with `import type` only.
 */
export interface Zone {
  readonly files: string;
  readonly may: readonly string[];
  readonly mayTypes?: readonly string[];
}

const domain = "plugin/domain/**";
const settings = "plugin/settings/**";
const decision = "plugin/decision/**";
const orderFiles = "plugin/order-files/**";
const store = "plugin/store/**";
const pipeline = "plugin/pipeline/**";
const vies = "plugin/vies/**";
const ports = "plugin/ports.ts";
const vendor = "plugin/vendor.ts";
const connector = "plugin/connectors/{connector,ledger,operation}.ts";
const platform = "plugin/platforms/{platform,shop,install,installation}.ts";
const sharedByConnectors = "plugin/connectors/shared/**";
const sharedByPlatforms = "plugin/platforms/shared/**";

const forAPlatform = ["own", platform, sharedByPlatforms, domain, ports, vendor];
const forPages = [pipeline, orderFiles, store, settings, decision, domain, ports, connector, platform];
const pagePackages = [
  "csv-stringify",
  "express",
  "handlebars",
  "helmet",
  "i18next",
  "zod",
  "node:crypto",
  "node:fs",
  "node:path",
  "node:url",
];
/** What the plugin's few wiring files may use; the plugin has no driver, reads no environment and never listens. */
const forWiring = ["plugin/**", "express", "helmet", "jose", "kysely", "zod", "node:crypto", "node:path"];

export const importTable: readonly Zone[] = [
  { files: "plugin/domain/money.ts", may: [domain, "zod", "big.js"] },
  { files: "plugin/domain/organisation-number.ts", may: [domain, "stdnum"] },
  { files: "plugin/domain/gln.ts", may: [domain, "cdigit"] },
  // The one place that knows the forms of VAT numbers.
  { files: "plugin/domain/vat-number.ts", may: [domain, "stdnum"] },
  { files: domain, may: [domain, "zod"] },
  {
    files: settings,
    may: [settings, domain, "zod", "plugin/connectors/*/settings.ts", "plugin/platforms/*/settings.ts"],
  },
  { files: "plugin/decision/texts.ts", may: [decision, domain, settings, "handlebars"] },
  { files: decision, may: [decision, domain, settings] },

  { files: platform, may: [platform, domain, ports, vendor, "zod"], mayTypes: [settings] },
  { files: "plugin/platforms/index.ts", may: forWiring },
  {
    files: sharedByPlatforms,
    may: [sharedByPlatforms, platform, domain, ports, "zod", "jose", "node:crypto"],
  },
  {
    files: "plugin/platforms/shopify/**",
    may: [...forAPlatform, "node:crypto", "zod", "jose", "openid-client", "@shopify/shopify-api"],
  },
  { files: "plugin/platforms/*/**", may: [...forAPlatform, "node:crypto", "zod", "jose", "openid-client"] },

  { files: connector, may: [connector, domain, ports, vendor, "zod"], mayTypes: [settings] },
  { files: "plugin/connectors/index.ts", may: forWiring },
  {
    files: sharedByConnectors,
    may: [sharedByConnectors, connector, domain, ports, "zod", "jose"],
    mayTypes: [settings],
  },
  {
    files: "plugin/connectors/accountsiq/**",
    may: ["own", connector, sharedByConnectors, domain, ports, vendor, "zod", "fast-xml-parser"],
  },
  {
    files: "plugin/connectors/*/**",
    may: ["own", connector, sharedByConnectors, domain, ports, vendor, "node:crypto", "zod", "jose"],
    mayTypes: [settings],
  },

  // Files of orders: what they hold comes from anywhere, so it is read where nothing else can be reached.
  {
    files: orderFiles,
    may: [orderFiles, domain, "csv-parse", "fast-xml-parser", "node:stream", "node:timers"],
  },
  { files: vies, may: [vies, domain, ports, "zod"] },
  { files: "plugin/mail/**", may: ["plugin/mail/**", "handlebars", "node:fs", "node:path"] },
  { files: "plugin/pipeline/effects/specification.ts", may: [domain, "csv-stringify"] },
  { files: store, may: [store, domain, "kysely", "node:crypto"] },
  {
    files: pipeline,
    may: [
      pipeline,
      domain,
      settings,
      decision,
      orderFiles,
      store,
      vies,
      ports,
      connector,
      platform,
      "zod",
      "node:crypto",
    ],
    mayTypes: ["plugin/mail/**"],
  },
  {
    files: "plugin/admin/**",
    may: ["plugin/admin/**", pipeline, domain, store, ports, "zod", "node:crypto"],
  },
  {
    files: "plugin/panel/**",
    may: [
      "plugin/panel/**",
      "plugin/api/{session,fix-url,settings-place,stranger-limit,texts-of}.ts",
      "plugin/api/merchant/csv.ts",
      ...forPages,
      ...pagePackages,
    ],
    mayTypes: ["node:http"],
  },
  {
    files: "plugin/api/**",
    may: ["plugin/api/**", ...forPages, ...pagePackages],
    // The few pages outside the panel speak the reader's language too.
    mayTypes: ["plugin/panel/words/texts.ts"],
  },
  { files: ports, may: [domain] },
  { files: "plugin/{index,routes,options,jobs,identity,vendor}.ts", may: forWiring },

  // The one place where the host meets the stand-ins: a start without any vendor's keys shows the product with them.
  { files: "server/start.ts", may: ["server/**", "sandbox/start.ts", "node:*"] },
  {
    files: "server/**",
    may: ["server/**", ports, "plugin/{index,options}.ts", "plugin/store/database.ts", "npm:*", "node:*"],
  },
  // A stand-in that shared our code would share our mistakes.
  { files: "sandbox/**", may: ["sandbox/**", "npm:*", "node:*"] },
  // A migration must do tomorrow what it does today, whatever becomes of the product's code.
  { files: "migrations/**", may: ["migrations/**", "kysely"] },
];

/** Packages with one importer. */
export const soleImporters: Readonly<Record<string, string>> = {
  "big.js": "plugin/domain/money.ts",
  bull: "server/bull-queue.ts",
  cdigit: "plugin/domain/gln.ts",
  "csv-parse": "plugin/order-files/read-csv.ts",
};

export interface ForbiddenText {
  readonly text: RegExp;
  readonly files: string;
  readonly except: readonly string[];
  readonly reason: string;
}

export const forbiddenTexts: readonly ForbiddenText[] = [
  {
    text: /\bprocess\.env\b/,
    files: "{plugin,server,sandbox,migrations}/**",
    except: ["server/config.ts"],
    reason: "reads the environment, which only server/config.ts does",
  },
  {
    text: /\.listen\(|\bcreateServer\(/,
    files: "plugin/**",
    except: [],
    reason: "listens, which is the host's part",
  },
];
