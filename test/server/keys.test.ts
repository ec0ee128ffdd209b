import { randomBytes } from "node:crypto";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { keysInFolder, parseKeys } from "../../server/keys.ts";
import { createDataFolder } from "../support/provided.ts";

const base64 = () => randomBytes(32).toString("base64");

describe("encryption keys", () => {
  it("are read in the order they are given", () => {
    const keys = parseKeys(`2026:${base64()}, 2025:${base64()}`);
    expect(keys?.map((key) => [key.id, key.bytes.byteLength])).toEqual([
      ["2026", 32],
      ["2025", 32],
    ]);
  });

  it.each([
    ["a key without a name", base64()],
    ["a key that is too short", `k:${randomBytes(16).toString("base64")}`],
    ["a key that is too long", `k:${randomBytes(33).toString("base64")}`],
    ["the same name twice", `k:${base64()},k:${base64()}`],
    ["an empty part", `k:${base64()},`],
    ["nothing", ""],
  ])("are refused when there is %s", (_case, text) => {
    expect(parseKeys(text)).toBeNull();
  });
});

describe("keys in the data folder", () => {
  it("are made once, for the owner's eyes only, and stay the same", async () => {
    const folder = join(await createDataFolder(), "new");
    const first = keysInFolder(folder);
    expect(first).toHaveLength(1);
    expect(keysInFolder(folder)).toEqual(first);
    expect((await stat(join(folder, "encryption-keys"))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["encryption-keys"]);
  });

  it("are never replaced when the file is damaged", async () => {
    const folder = await createDataFolder();
    const path = join(folder, "encryption-keys");
    await writeFile(path, "local-1:oops\n");
    expect(() => keysInFolder(folder)).toThrow("is damaged");
    expect(await readFile(path, "utf8")).toBe("local-1:oops\n");
  });
});
