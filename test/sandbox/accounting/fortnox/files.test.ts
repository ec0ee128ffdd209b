import { describe, expect, it } from "vitest";
import { allScopes, type Connected, connected } from "./connected.ts";

const withFiles = `${allScopes} inbox archive connectfile`;

async function upload(fortnox: Connected, name: string, folder = "Inbox_kf") {
  const form = new FormData();
  form.append("file", new Blob(["a;b\r\n1;å"], { type: "text/csv" }), name);
  const headers = { authorization: `Bearer ${fortnox.token}` };
  const url = `${fortnox.url}/3/inbox?path=${folder}`;
  const response = await fetch(url, { method: "POST", headers, body: form });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, Record<string, unknown>>,
  };
}

async function attachments(fortnox: Connected, body?: unknown, query = "") {
  const response = await fetch(`${fortnox.url}/api/fileattachments/attachments-v1${query}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${fortnox.token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

describe("files", () => {
  it("come as a form into a folder, are attached to an invoice and listed with it", async () => {
    const fortnox = await connected({}, withFiles);
    const number = await fortnox.bookedInvoice();
    const uploaded = await upload(fortnox, "rows.csv");
    expect(uploaded).toMatchObject({ status: 201, body: { File: { Name: "rows.csv", Path: "Inbox_kf" } } });
    const fileId = uploaded.body["File"]?.["ArchiveFileId"];
    const wanted = { entityId: Number(number), entityType: "F", fileId, includeOnSend: true };
    expect(await attachments(fortnox, [wanted])).toMatchObject({ status: 201, body: [wanted] });
    const query = `?entityid=${number}&entitytype=F`;
    expect(await attachments(fortnox, undefined, query)).toMatchObject({ status: 200, body: [wanted] });
    expect(fortnox.ledger.attachments()).toMatchObject([{ file: { content: "a;b\r\n1;å" } }]);
  });

  it("are refused in words: a type nobody prints, a file or an invoice nobody has, nothing at all", async () => {
    const fortnox = await connected({}, withFiles);
    const entityId = Number(await fortnox.bookedInvoice());
    const program = (await upload(fortnox, "rows.exe")).body["File"]?.["ArchiveFileId"];
    const refused = async (body: unknown) => await attachments(fortnox, body);
    const wanted = { entityId, entityType: "F", fileId: program };
    expect(await refused([wanted])).toMatchObject({ status: 400, body: { error: "wrong_file_type" } });
    expect(await refused([{ ...wanted, fileId: "none" }])).toMatchObject({ status: 404 });
    expect(await refused([{ ...wanted, entityId: 999 }])).toMatchObject({ status: 404 });
    expect(await refused([])).toMatchObject({ status: 400, body: { error: "no_attachment_provided" } });
    expect((await upload(fortnox, "rows.csv", "Elsewhere")).status).toBe(400);
  });

  it("need scopes of their own, refused in the words of each service", async () => {
    const fortnox = await connected();
    expect(await upload(fortnox, "rows.csv")).toMatchObject({
      body: { ErrorInformation: { code: 2000663 } },
    });
    expect(await attachments(fortnox, [])).toMatchObject({ status: 403, body: { error: "missing.rights" } });
  });
});

describe("a person at the ledger's own pages", () => {
  const press = (fortnox: Connected, number: string, form: Record<string, string>) =>
    fetch(`${fortnox.url}/invoices/${number}/by-hand`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams(form),
    });

  it("edits, books and credits an invoice by buttons, and the list by lastmodified shows it", async () => {
    const fortnox = await connected();
    const number = await fortnox.invoice({});
    expect((await press(fortnox, number, { action: "edit", price: "10.00" })).status).toBe(303);
    expect((await press(fortnox, number, { action: "book" })).status).toBe(303);
    expect((await press(fortnox, number, { action: "cancel" })).status).toBe(400);
    expect((await press(fortnox, number, { action: "burn" })).status).toBe(400);
    expect((await press(fortnox, number, { action: "credit" })).status).toBe(303);
    const [invoice, credit] = fortnox.ledger.invoices();
    expect(invoice).toMatchObject({ Booked: true, CreditInvoiceReference: credit?.DocumentNumber });
    const since = (time: string) => fortnox.api("GET", `/invoices?lastmodified=2026-03-10%20${time}`);
    expect((await since("10:00")).item("MetaInformation", "@TotalResources")).toBe(2);
    expect((await since("10:01")).item("MetaInformation", "@TotalResources")).toBe(0);
    expect(fortnox.ledger.calls().some(({ path }) => path.includes("by-hand"))).toBe(false);
  });

  it("finds the buttons on the invoice's page", async () => {
    const fortnox = await connected();
    const number = await fortnox.bookedInvoice();
    const page = await (await fetch(`${fortnox.url}/invoices/${number}`)).text();
    expect(page).toContain('value="credit"');
    expect(page).not.toContain('value="book"');
  });
});
