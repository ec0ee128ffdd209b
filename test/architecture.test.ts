import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findCircles, findFileCircles } from "./architecture/find-circles.ts";
import { findViolations } from "./architecture/find-violations.ts";
import { readImports } from "./architecture/read-imports.ts";

const root = join(import.meta.dirname, "..");
const files = globSync("{plugin,server,sandbox,migrations}/**/*.ts", { cwd: root }).sort();

describe("the import table", () => {
  it("is kept by every file of the product, its host, the stand-ins and the migrations", () => {
    expect(files.length).toBeGreaterThan(0);
    expect(files.flatMap((path) => findViolations(path, readFileSync(join(root, path), "utf8")))).toEqual([]);
  });
});

describe("the folders of a large part", () => {
  it.each(["plugin/panel", "plugin/store"])("of %s never need each other in a circle", (base) => {
    const sources = files
      .filter((path) => path.startsWith(`${base}/`))
      .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
    expect(sources.length).toBeGreaterThan(0);
    expect(findCircles(base, sources)).toEqual([]);
  });

  it("are found when they do, also by way of a third", () => {
    const file = (path: string, target: string) => ({ path, text: `import { it } from "${target}";\n` });
    const toOrders = file("p/causes/row.ts", "../orders/row.ts");
    const toWords = file("p/orders/row.ts", "../words/texts.ts");
    const back = file("p/words/texts.ts", "../causes/row.ts");
    const byTheRoot = [file("p/words/texts.ts", "../page.ts"), file("p/page.ts", "./causes/row.ts")];
    expect(findCircles("p", [toOrders, toWords, ...byTheRoot])).toEqual([]);
    expect(findCircles("p", [toOrders, toWords, back])).toEqual([
      "causes and orders",
      "causes and words",
      "orders and words",
    ]);
  });
});

describe("reading the imports of a file", () => {
  const targets = (text: string) => readImports("plugin/store/guide.ts", text).map(({ target }) => target);

  it("finds every form of import", () => {
    expect(targets('import { a, type B } from "kysely";')).toEqual(["kysely"]);
    expect(targets('import {\n  a,\n  b,\n} from "../domain/order.ts";')).toEqual(["plugin/domain/order.ts"]);
    expect(targets("import Big from 'big.js';")).toEqual(["big.js"]);
    expect(targets('import express, { type Router } from "express";')).toEqual(["express"]);
    expect(targets('import * as i18n from "i18next";')).toEqual(["i18next"]);
    expect(targets('import "./time.ts";')).toEqual(["plugin/store/time.ts"]);
    expect(targets('export * from "./time.ts";\nexport { a } from "../ports.ts";')).toEqual([
      "plugin/store/time.ts",
      "plugin/ports.ts",
    ]);
    expect(targets('const demo = await import("../../sandbox/start.ts");')).toEqual(["sandbox/start.ts"]);
  });

  it("counts a part of a package as the package", () => {
    expect(targets('import { Migrator } from "kysely/migration";')).toEqual(["kysely"]);
    expect(targets('import type { A } from "@shopify/shopify-api/lib/a";')).toEqual(["@shopify/shopify-api"]);
    expect(targets('import { readFile } from "node:fs/promises";')).toEqual(["node:fs"]);
  });

  it("tells types from values", () => {
    const isTypeOnly = (text: string) => readImports("plugin/ports.ts", text).map((it) => it.isTypeOnly);
    expect(isTypeOnly('import type { Order } from "./domain/order.ts";')).toEqual([true]);
    expect(isTypeOnly('import { type Order } from "./domain/order.ts";')).toEqual([false]);
  });
});

describe("a file that breaks the import table", () => {
  it.each([
    ["the domain reaching for a page", "plugin/domain/order.ts", "../panel/render.ts"],
    ["decimals outside money", "plugin/domain/vat.ts", "big.js"],
    ["a decision that looks into the database", "plugin/decision/decide.ts", "../store/effects/effects.ts"],
    ["a decision that reads a file", "plugin/decision/decide.ts", "node:fs"],
    ["a ledger that knows another ledger", "plugin/connectors/fortnox/map.ts", "../dynaccount/map.ts"],
    [
      "a ledger that uses settings as more than a type",
      "plugin/connectors/fortnox/map.ts",
      "../../settings/schema.ts",
    ],
    ["a platform that knows another platform", "plugin/platforms/shopify/client.ts", "../manifest/client.ts"],
    [
      "another platform using Shopify's library",
      "plugin/platforms/manifest/client.ts",
      "@shopify/shopify-api",
    ],
    [
      "the pipeline naming a vendor",
      "plugin/pipeline/effects/execute.ts",
      "../../connectors/fortnox/connector.ts",
    ],
    ["the pipeline knowing the registry", "plugin/pipeline/effects/execute.ts", "../../connectors/index.ts"],
    ["a driver in the product", "plugin/index.ts", "mysql2"],
    ["a queue in the product", "plugin/jobs.ts", "bull"],
    ["a second importer of bull", "server/worker.ts", "bull"],
    ["the host reaching into the product", "server/main.ts", "../plugin/pipeline/effects/execute.ts"],
    ["a stand-in sharing our schema", "sandbox/start.ts", "../plugin/domain/order.ts"],
    ["a stand-in started by another part of the host", "server/main.ts", "../sandbox/start.ts"],
    [
      "a migration using the product",
      "migrations/2026-11-21T0401-create-installations.ts",
      "../plugin/store/time.ts",
    ],
  ])("is found: %s", (_name, path, target) => {
    expect(findViolations(path, `import { anything } from "${target}";\n`)).toEqual([
      expect.stringMatching(new RegExp(`^${path} may not import `)),
    ]);
  });

  it("is not seen in what the table allows", () => {
    const allowed = [
      ["plugin/domain/money.ts", "big.js"],
      ["plugin/connectors/fortnox/map.ts", "./schema.ts"],
      ["plugin/connectors/fortnox/client.ts", "../shared/retry-problem.ts"],
      ["plugin/settings/schema.ts", "../connectors/fortnox/settings.ts"],
      ["server/bull-queue.ts", "bull"],
      ["server/start.ts", "../sandbox/start.ts"],
      ["sandbox/accounting/fortnox/decimal.ts", "big.js"],
    ] as const;
    for (const [path, target] of allowed) {
      expect(findViolations(path, `import { anything } from "${target}";\n`)).toEqual([]);
    }
    const typeOnly = 'import type { Settings } from "../../settings/schema.ts";\n';
    expect(findViolations("plugin/connectors/fortnox/map.ts", typeOnly)).toEqual([]);
  });

  it("is found when it reads the environment or listens", () => {
    expect(findViolations("plugin/index.ts", "const port = process.env.PORT;")).toHaveLength(1);
    expect(findViolations("server/main.ts", "const port = process.env.PORT;")).toHaveLength(1);
    expect(findViolations("server/config.ts", "const port = process.env.PORT;")).toEqual([]);
    expect(findViolations("plugin/routes.ts", "app.listen(3000);")).toHaveLength(1);
  });

  it("is found when it lies in a folder nobody has described", () => {
    expect(findViolations("plugin/extras/more.ts", "")).toEqual([
      "plugin/extras/more.ts is in no zone of the import table",
    ]);
  });
});

describe("the files of the product and its host", () => {
  it("never need each other in a circle", () => {
    const sources = files
      .filter((path) => /^(plugin|server)\//.test(path))
      .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
    expect(findFileCircles(sources)).toEqual([]);
  });

  it("are found when they do", () => {
    const file = (path: string, target: string) => ({ path, text: `import { it } from "${target}";\n` });
    const circle = [file("p/a.ts", "./b.ts"), file("p/b.ts", "./q/c.ts"), file("p/q/c.ts", "../a.ts")];
    expect(findFileCircles(circle.slice(0, 2))).toEqual([]);
    expect(findFileCircles(circle)).toEqual([
      "p/a.ts and p/b.ts",
      "p/a.ts and p/q/c.ts",
      "p/b.ts and p/q/c.ts",
    ]);
  });
});
