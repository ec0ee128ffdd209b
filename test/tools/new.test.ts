import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readNames, withSystem } from "../../tools/new/names.ts";

const root = join(import.meta.dirname, "..", "..");

describe("a new system's folder", () => {
  let copy: string;
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "new-system-"));
    for (const name of ["plugin", "server", "test", "sandbox", "tsconfig.json", "package.json"]) {
      cpSync(join(root, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const run = (...args: string[]): string =>
    execFileSync(process.execPath, args, { cwd: copy, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const create = (...args: string[]): string => run(join(root, "tools", "new.ts"), ...args);

  it("is written with its headings, its contract and one line in the registry, and passes the type check", () => {
    create("connector", "e-conomic", "e-conomic");
    create("platform", "woo", "WooCommerce");
    expect(readFileSync(join(copy, "plugin/connectors/index.ts"), "utf8")).toContain("eConomicSystem]");
    expect(readFileSync(join(copy, "plugin/platforms/index.ts"), "utf8")).toContain("wooSystem]");
    expect(readFileSync(join(copy, "plugin/connectors/e-conomic/README.md"), "utf8")).toContain(
      "## Not known yet",
    );
    const project = {
      extends: "./tsconfig.json",
      include: ["plugin/**/*.ts", "test/contract/e-conomic*.ts", "test/contract/woo*.ts"],
    };
    expect(run("node_modules/typescript/bin/tsc", "--noEmit", "--project", written(project))).toBe("");
  }, 60_000);

  it("has a contract that fails until it is written, for a platform as for a ledger", () => {
    create("platform", "quick-shop", "Quick Shop");
    const contract = "test/contract/quick-shop.contract.test.ts";
    expect(readFileSync(join(copy, contract), "utf8")).toContain(
      'platformContract("Quick Shop", quickShopWorld);',
    );
    writeFileSync(join(copy, "vitest.config.ts"), "export default {};\n");
    expect(() => run("node_modules/vitest/vitest.mjs", "run", contract)).toThrow("is not written yet");
  }, 60_000);

  it("is not written over another", () => {
    expect(() => create("connector", "fortnox")).toThrow("is there already");
    expect(() => create("connector", "../evil")).toThrow("small letters");
  });

  const written = (project: object): string => {
    const path = join(copy, "tsconfig.new.json");
    writeFileSync(path, JSON.stringify(project));
    return path;
  };
});

describe("the registry with one line more", () => {
  const names = readNames("north-books", "North Books");

  it("keeps what it has", () => {
    const registry =
      'import { oneSystem } from "./one/system.ts";\nexport const ledgers: readonly X[] = [oneSystem];\n';
    expect(names === null ? null : withSystem(registry, "ledgers", names)).toBe(
      'import { oneSystem } from "./one/system.ts";\nimport { northBooksSystem } from "./north-books/system.ts";\nexport const ledgers: readonly X[] = [oneSystem, northBooksSystem];\n',
    );
  });
});
