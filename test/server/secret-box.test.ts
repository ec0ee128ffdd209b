import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { EncryptionKey } from "../../server/keys.ts";
import { createSecretBox } from "../../server/secret-box.ts";

const newKey = (id: string): EncryptionKey => ({ id, bytes: new Uint8Array(randomBytes(32)) });

describe("secrets at rest", () => {
  const old = newKey("2025");
  const box = createSecretBox([old]);

  it("open to what was sealed", async () => {
    const sealed = await box.seal('{"refresh":"åäö 🔑"}', "connection 7");
    expect(await box.open(sealed, "connection 7")).toBe('{"refresh":"åäö 🔑"}');
  });

  it("do not show their text, and look different each time", async () => {
    const [first, second] = await Promise.all([box.seal("hunter2", "c"), box.seal("hunter2", "c")]);
    expect(first).not.toBe(second);
    expect(Buffer.from(first, "base64url").toString("latin1")).not.toContain("hunter2");
  });

  it("do not open for another merchant's row", async () => {
    const sealed = await box.seal("token", "connection 7");
    await expect(box.open(sealed, "connection 8")).rejects.toThrow("belongs to something else");
  });

  it("do not open when the header claims another context", async () => {
    const sealed = await box.seal("token", "connection 7");
    const [header = "", ...rest] = sealed.split(".");
    const forged = Buffer.from(header, "base64url").toString().replace("connection 7", "connection 8");
    const altered = [Buffer.from(forged).toString("base64url"), ...rest].join(".");
    await expect(box.open(altered, "connection 8")).rejects.toThrow("decryption operation failed");
  });

  it("do not open when a single character was altered", async () => {
    const parts = (await box.seal("token", "c")).split(".");
    for (const part of [2, 3, 4]) {
      const text = parts[part] ?? "";
      const flipped = (text.startsWith("A") ? "B" : "A") + text.slice(1);
      await expect(box.open(parts.with(part, flipped).join("."), "c")).rejects.toThrow();
    }
  });

  it("open after a key was added in front, and are sealed with the new one from then on", async () => {
    const sealed = await box.seal("token", "c");
    const rotated = createSecretBox([newKey("2026"), old]);
    expect(await rotated.open(sealed, "c")).toBe("token");
    const [header = ""] = (await rotated.seal("token", "c")).split(".");
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toMatchObject({
      kid: "2026",
      enc: "A256GCM",
    });
  });

  it("say which key is missing", async () => {
    const sealed = await box.seal("token", "c");
    await expect(createSecretBox([newKey("2026")]).open(sealed, "c")).rejects.toThrow(
      'key "2025" is not configured',
    );
  });

  it("need a key", () => {
    expect(() => createSecretBox([])).toThrow("at least one");
  });
});
