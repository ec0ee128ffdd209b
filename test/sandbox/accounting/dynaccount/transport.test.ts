import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ANNA, bulkForm, form, openBooks, rowsIn, signed } from "./open-books.ts";

describe("a call", () => {
  it("is taken with the hash over host, path, query, body and secret, with any verb and with or without the last slash", async () => {
    const books = await openBooks();
    const { apiId, apiKey } = books.credentials;
    for (const end of ["/", ""]) {
      const answer = await signed(books, `/v7/${apiId}/${apiKey}/get/vatcode${end}?select=name&limit=0,1`);
      expect(answer).toMatchObject({ status: 200, body: { result: [{ name: "S25" }] } });
    }
  });

  it("is refused when anything of it is not what was signed, or the key is another's", async () => {
    const books = await openBooks();
    const { apiId, apiKey, apiSecret } = books.credentials;
    const denied = { status: 401, body: { error: { api: "Adgang nægtet" } } };
    const path = `/v7/${apiId}/${apiKey}/get/vatcode/?select=name`;
    expect(await signed(books, path, "", `${apiSecret}0`)).toMatchObject(denied);
    expect(await signed(books, `/v7/${apiId}/${"0".repeat(40)}/get/vatcode/`)).toMatchObject(denied);
    expect(await signed(books, `/v6/${apiId}/${apiKey}/get/vatcode/`)).toMatchObject({ status: 404 });
    const unsigned = await fetch(`${books.url}${path}`);
    expect(unsigned.status).toBe(401);
    books.faults.set({ keyRevoked: true });
    expect(await signed(books, path)).toMatchObject(denied);
    books.faults.set({ refusesWith200: true });
    expect(await signed(books, path)).toMatchObject({ ...denied, status: 200 });
  });

  it("is answered zipped where the caller takes that, and never with the key in the notes", async () => {
    const books = await openBooks();
    const answer = await books.call("get/currency");
    // Whoever asks as this client does takes gzip; it is unpacked on the way.
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(rowsIn(answer).map((row) => row["name"])).toEqual(["DKK", "EUR", "SEK"]);
    expect(() => gunzipSync(answer.text)).toThrow();
    expect(JSON.stringify(books.books.calls())).not.toContain(books.credentials.apiKey);
    expect(await (await fetch(`${books.url}/_admin/state`)).text()).not.toContain(books.credentials.apiKey);
  });

  it.each([
    ["timeout-after-write", 1],
    ["connection-reset-after-write", 1],
    ["timeout-before-write", 0],
  ] as const)("that meets %s is left without an answer, and has made %i row", async (fault, rows) => {
    const books = await openBooks();
    books.faults.next({ match: "put/debtor", fault, ms: 20 });
    await expect(books.put("debtor", ANNA)).rejects.toThrow();
    expect(books.books.rows("debtor")).toHaveLength(rows);
    expect(books.books.calls().at(-1)).toMatchObject({ call: "put/debtor", status: 0 });
  });

  it.each([
    ["html-500", 500, /<h1>500/],
    ["empty", 200, /^$/],
    ["429", 429, /For mange kald/],
    ["unauthorized", 401, /Adgang/],
  ] as const)("that meets %s is answered without doing the work", async (fault, status, text) => {
    const books = await openBooks();
    books.faults.next({ match: "*/debtor", fault, after: 1 });
    expect((await books.call("get/debtor")).status).toBe(200);
    const answer = await books.put("debtor", ANNA);
    expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(text)]);
    expect(books.books.rows("debtor")).toEqual([]);
    expect(books.faults.pending()).toEqual([]);
  });

  it("is refused while two others of the company are under way (D15)", async () => {
    const books = await openBooks();
    books.faults.next({ match: "get/currency", fault: "slow", ms: 60, times: 2 });
    const [first, second, third] = await Promise.all([
      books.call("get/currency"),
      books.call("get/currency"),
      new Promise((resolve) => setTimeout(resolve, 25)).then(() => books.call("get/currency")),
    ]);
    expect([first?.status, second?.status, third?.status]).toEqual([200, 200, 429]);
    expect((await books.call("get/currency")).status).toBe(200);
  });

  it("can be made to fail by another process, which cannot set what there is not", async () => {
    const { url, faults } = await openBooks();
    const post = async (body: object) =>
      (await fetch(`${url}/_admin/faults`, { method: "POST", body: JSON.stringify(body) })).status;
    expect(await post({ match: "put/debtor", fault: "429", lockedUntil: "2026-01-31" })).toBe(200);
    expect([faults.pending().length, faults.switches().lockedUntil]).toEqual([1, "2026-01-31"]);
    expect(await post({ clear: true })).toBe(200);
    expect([faults.pending().length, faults.switches().lockedUntil]).toEqual([0, null]);
    for (const wrong of [{ fault: "429" }, { match: "put", fault: "429" }, { mood: true }]) {
      expect(await post(wrong)).toBe(400);
    }
  });
});

describe("a form", () => {
  it("keeps signs, blanks and letters of any kind", async () => {
    const books = await openBooks();
    const name = "Åse & Søn +45 100% = “ja” æøå";
    await books.insert("debtor", { ...ANNA, name });
    const found = await books.call("get/debtor", "", `select=name&${form({ name })}`);
    expect(found.body).toEqual({ result: [{ name }] });
  });

  it("of a bulk has every column for every line", async () => {
    const books = await openBooks();
    const lines = [{ enclosure_id: "1", type: "LEDGER" }, { enclosure_id: "1" }];
    const answer = await books.call("insert_bulk/accounting", bulkForm(lines));
    expect(answer.body).toEqual({ error: { type: "Listerne er ikke lige lange" } });
    const encoded = "enclosure_id%5B0%5D=1";
    expect((await books.call("insert_bulk/accounting", encoded)).body).toHaveProperty("error");
  });
});
