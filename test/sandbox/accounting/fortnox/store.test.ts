import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { allScopes, call, connected, consent, exchange, started, token } from "./connected.ts";

async function dataFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "fortnox-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, "state.json");
}

it("continues after a restart with the books, the consent and the tokens it had", async () => {
  const file = await dataFile();
  const first = await started({ dataFile: file });
  const tokens = await exchange(first, await consent(first, allScopes));
  const bearer = String(tokens.item("access_token"));
  const create = { method: "POST", path: "/customers", body: { Customer: { Name: "Anna Ek" } } };
  await call(first.url, bearer, create);
  first.faults.set({ wholeKrona: true });
  await first.close();

  const second = await started({ dataFile: file });
  expect(second.ledger.customers().map((it) => it.Name)).toEqual(["Anna Ek"]);
  expect(second.faults.switches().wholeKrona).toBe(true);
  const next = await call(second.url, bearer, create);
  expect(next.item("Customer", "CustomerNumber")).toBe("2");
  const refresh_token = String(tokens.item("refresh_token"));
  expect((await token(second, { grant_type: "refresh_token", refresh_token })).status).toBe(200);
});

it("starts afresh without a file", async () => {
  const first = await connected();
  await first.customer();
  await first.close();
  expect((await started()).ledger.customers()).toEqual([]);
});
