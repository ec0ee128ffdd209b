import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import {
  ACCOUNTSIQ_KEYS,
  type AccountsIqHouse,
  openAccountsIqHouse,
  renewal,
} from "../support/accountsiq-house.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import type { House } from "../support/house.ts";
import { type MailBox, openMailBox } from "../support/mail-box.ts";

describe.each(engines)("AccountsIQ on $name", (engine) => {
  let opened: AccountsIqHouse;
  let aiq: AccountsIqHouse["aiq"];
  let house: House;
  let box: MailBox;

  beforeAll(async () => {
    box = await openMailBox();
    opened = await openAccountsIqHouse(engine, { mail: { smtpUrl: box.url, from: "shop@example.com" } });
    ({ aiq, house } = opened);
  });
  beforeEach(() => {
    aiq.faults.clear();
    aiq.ledger.resetCalls();
  });
  afterAll(async () => {
    await opened.close();
    await box.close();
  });

  const change = (patch: unknown) => opened.change(opened.irish, patch);
  const book = (draft: OrderDraft) => opened.book(draft);
  /** Calls for documents and money; signing in and lists that are kept are not counted. */
  const calls = () => {
    const names = aiq.ledger.calls().map((call) => call.operation);
    return names.filter((name) => /^(Post|Create|Save|Allocate|Update|GetNew|GetCust|GetTrans)/.test(name));
  };
  const of = (id: string | undefined) => aiq.ledger.transactions().find((one) => String(one.id) === id);

  it("asks which of several entities is meant before it connects", async () => {
    const asked = await house.api("POST", "/connections", {
      system: "accountsiq",
      credentials: ACCOUNTSIQ_KEYS,
    });
    expect(asked.status).toBe(422);
    expect(JSON.stringify(asked.body)).toContain("Harbour Goods UK Ltd (GBP)");
    const wrong = { ...ACCOUNTSIQ_KEYS, client_secret: "no", company: "IE01" };
    const refused = await house.api("POST", "/connections", { system: "accountsiq", credentials: wrong });
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body)).toContain("AccountsIQ does not know these keys.");
    const nothing = await house.api("POST", "/connections", { system: "accountsiq", credentials: {} });
    expect(nothing).toMatchObject({
      status: 422,
      body: {
        errors: ["region", "client_id", "client_secret"].map((field) => ({
          path: `credentials.${field}`,
          code: "required",
        })),
      },
    });
  });

  it("books a first order with a card made of the defaults, and a renewal by one single call", async () => {
    const first = await book(renewal());
    expect(first.documents).toMatchObject([
      { kind: "invoice", status: "booked", gross: "123.00", vat: "23.00" },
    ]);
    expect(first.payments).toMatchObject([{ direction: "in", amount: "123.00" }]);
    expect(calls()).toEqual([
      "GetCustomersBy",
      "GetNewCustomerFromDefaults",
      "UpdateCustomer",
      "PostPayAndAllocateSalesInvoice",
    ]);
    aiq.ledger.resetCalls();
    const second = await book(renewal());
    expect(calls()).toEqual(["PostPayAndAllocateSalesInvoice"]);
    expect(aiq.ledger.calls().filter((call) => call.dropped.length > 0)).toEqual([]);
    const invoice = of(second.documents[0]?.external_id.replace(/^T/, ""));
    expect(invoice).toMatchObject({ type: "SI", amount: "123.00", outstanding: "0.00" });
    expect(invoice?.lines.map((line) => `${line.account} ${line.taxCode ?? "-"} ${line.amount}`)).toEqual([
      "1100 - 123.00",
      "4000 S23 -100.00",
      "2200 S23 -23.00",
    ]);
    const receipt = of(second.payments[0]?.external_id.replace(/^T/, ""));
    expect(receipt).toMatchObject({ type: "SR", amount: "-123.00", outstanding: "0.00" });
  });

  it("takes a full refund back by three calls, and the customer owes nothing", async () => {
    const { order_id: id } = await book(renewal());
    const [line] = house.shop.order(id)?.lines ?? [];
    aiq.ledger.resetCalls();
    await house.shop.refund(id, { lines: [{ line_id: line?.id ?? "", quantity: "1" }] });
    const order = await house.waitForOrder(id, (one) => one.state === "booked" && one.payments.length === 2);
    expect(order.documents).toMatchObject([{ kind: "invoice" }, { kind: "credit_note", gross: "123.00" }]);
    // The order counts as booked all the while, and shows the money before it is set off.
    const made = await eventually(
      async () => calls(),
      (names) => names.includes("AllocateTransactions"),
      "the refund set off",
    );
    expect(made).toEqual([
      "CreateBatchSalesCreditNoteGetBackTransactionID",
      "PostSalesDebitJournalGetBackTransactionID",
      "AllocateTransactions",
    ]);
    await house.waitForOrder(id, (one) => one.log.some((line) => line.message.includes("the return of")));
    const open = aiq.ledger.transactions().filter((one) => one.outstanding !== "0.00");
    expect(open).toEqual([]);
  });

  it("sets an unpaid invoice and its credit off against each other by two calls", async () => {
    await change({ orders: { trigger: ["created"] } });
    const { order_id: id } = await book(renewal({ paid: false, gateway: "invoice" }));
    await change({ orders: { trigger: ["paid"] } });
    aiq.ledger.resetCalls();
    await house.shop.cancel(id);
    const order = await house.waitForOrder(
      id,
      (one) => one.documents.length === 2 && one.payments.length === 2,
    );
    expect(order.state).toBe("booked");
    expect(calls()).toEqual(["CreateBatchSalesCreditNoteGetBackTransactionID", "AllocateTransactions"]);
    expect(aiq.ledger.transactions().filter((one) => one.outstanding !== "0.00")).toEqual([]);
  });

  it("books an order once whose answer was lost, with its payment", async () => {
    aiq.faults.next({ match: "PostPayAndAllocateSalesInvoice", fault: "timeout-after-write", ms: 20 });
    const before = aiq.ledger.transactions().length;
    const order = await book(renewal());
    expect(order.payments).toMatchObject([{ direction: "in", amount: "123.00" }]);
    expect(aiq.ledger.transactions()).toHaveLength(before + 2);
    expect(calls().filter((name) => name === "PostPayAndAllocateSalesInvoice")).toHaveLength(1);
  });

  it.each([
    ["its credit note", "CreateBatchSalesCreditNoteGetBackTransactionID"],
    ["its money back", "PostSalesDebitJournalGetBackTransactionID"],
  ])(
    "takes a refund back once where the answer to %s was lost and kinds are told in words",
    async (_, call) => {
      aiq.faults.set({ typesInWords: true });
      const { order_id: id } = await book(renewal());
      const [line] = house.shop.order(id)?.lines ?? [];
      const before = aiq.ledger.transactions().length;
      aiq.faults.next({ match: call, fault: "timeout-after-write", ms: 20 });
      await house.shop.refund(id, { lines: [{ line_id: line?.id ?? "", quantity: "1" }] });
      await house.waitForOrder(id, (one) => one.log.some((entry) => entry.message.includes("the return of")));
      expect(aiq.ledger.transactions()).toHaveLength(before + 2);
      expect(calls().filter((name) => name === call)).toHaveLength(1);
      expect(aiq.ledger.transactions().filter((one) => one.outstanding !== "0.00")).toEqual([]);
    },
  );

  it("posts nothing while the account of a payment is no bank account, and says where to choose one", async () => {
    await change({ payments: { methods: { card: { account: "2400" } } } });
    const before = aiq.ledger.transactions().length;
    const { id } = await house.shop.placeOrder(renewal());
    const held = await house.waitForOrder(id, "held");
    expect(held).toMatchObject({ code: "LEDGER_REJECTED", documents: [] });
    expect(held.message).toContain("Account 2400 of the payment method card is no bank account");
    const { body } = await house.api("POST", `/connections/${opened.irish}/check`);
    expect(JSON.stringify(body)).toContain("Account 2400 of the payment method card is no bank account");
    expect(aiq.ledger.transactions()).toHaveLength(before);
    await change({ payments: { methods: { card: { account: "1210" } } } });
    await house.api("POST", "/orders/sync", { ids: [id] });
    await house.waitForOrder(id, "booked");
  });

  it("renews a token that is over, waits while AccountsIQ is busy, and books then", async () => {
    aiq.faults.expireTokens();
    aiq.faults.next({ match: "PostPayAndAllocateSalesInvoice", fault: "busy" });
    const before = aiq.ledger.transactions().length;
    await book(renewal());
    expect(aiq.ledger.transactions()).toHaveLength(before + 2);
  });

  it("keeps a card per currency, and books a foreign one at the entity's own rate", async () => {
    await book(renewal({ currency: "GBP" }));
    const cards = aiq.ledger.customers().filter((card) => card["Email"] === "aoife@example.ie");
    expect(new Set(cards.map((card) => card["CurrencyCode"]))).toEqual(new Set(["EUR", "GBP"]));
    expect(new Set(cards.map((card) => card["Code"])).size).toBe(2);
    const last = aiq.ledger.transactions().at(-1);
    expect(last).toMatchObject({ type: "SR", currency: "GBP", exchangeRate: "1.17" });
  });

  it("defers a prepaid year by a journal each month", async () => {
    await change({ deferral: { enabled: true, account: "2400" } });
    const year = new Date().getUTCFullYear() - 1;
    const period = { start: `${year}-01-01`, end: `${year}-12-31` };
    const order = await book(
      renewal({
        createdAt: `${year}-01-01T10:00:00Z`,
        lines: [{ title: "Plan", nature: "service", unitPrice: "1476.00", rate: "23", period }],
      }),
    );
    await change({ deferral: { enabled: false } });
    expect(order.journals).toHaveLength(13);
    const journals = aiq.ledger.transactions().filter((one) => one.type === "GA");
    expect(journals).toHaveLength(13);
    expect(journals[0]?.lines.map((line) => `${line.account} ${line.amount}`)).toEqual([
      "4000 1200.00",
      "2400 -1200.00",
    ]);
    const deferred = journals.flatMap((one) => one.lines).filter((line) => line.account === "2400");
    expect(deferred.slice(1).map((line) => line.amount)).toEqual(Array.from({ length: 12 }, () => "100.00"));
  });

  it("mails the invoice that AccountsIQ prints, under its own number", async () => {
    await change({
      email: { send: "after_booking", from: "own_server", subject: "Invoice {{document.number}}" },
    });
    const order = await book(renewal());
    await change({ email: { send: "never" } });
    const number = order.documents[0]?.number ?? "";
    expect(number).toMatch(/^SI\d{7}$/);
    const [mail] = await eventually(
      async () => (await box.mails()).filter((one) => one.subject === `Invoice ${number}`),
      (found) => found.length > 0,
      "the mail",
    );
    expect(mail?.attachments).toMatchObject([{ filename: `Invoice ${number}.pdf` }]);
  });

  it("puts BI codes on the rows and the order's rows to the invoice as a file", async () => {
    await change({ orders: { attach_specification: "always" }, dimensions: [{ bi_code: "WEB" }] });
    const order = await book(renewal());
    await change({ orders: { attach_specification: "when_merged" }, dimensions: [] });
    const id = order.documents[0]?.external_id.replace(/^T/, "");
    expect(of(id)?.lines.find((line) => line.kind === "net")).toMatchObject({ department: "WEB" });
    expect(aiq.ledger.documents().filter((file) => file.masterId === id)).toHaveLength(1);
    expect(order.warnings).toEqual([]);
  });

  it("saves an item invoice where stock is kept there, and posts it when the goods have come in", async () => {
    const wrong = await house.api("PATCH", `/connections/${opened.irish}/settings`, {
      ledger: { documents: "both" },
    });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: "ledger.documents" }] } });
    await change({ ledger: { documents: "item" } });
    const lines = [{ sku: "jar-1", title: "Jar", quantity: "2", unitPrice: "61.50", rate: "23" }];
    const { id } = await house.shop.placeOrder(renewal({ lines }));
    const held = await house.waitForOrder(id, "held");
    expect(held.message).toContain("too little stock");
    expect(held.documents).toMatchObject([{ status: "draft", gross: "123.00" }]);
    aiq.stockUp("JAR-1", "5");
    await house.api("POST", "/orders/sync", { ids: [id] });
    const order = await house.waitForOrder(id, "booked");
    await change({ ledger: { documents: "batch" } });
    expect(order.payments).toMatchObject([{ direction: "in", amount: "123.00" }]);
    expect(aiq.ledger.stock("JAR-1")).toBe("3");
    expect(aiq.ledger.itemDocuments()).toMatchObject([{ status: "Posted", net: "100.00", tax: "23.00" }]);
    expect(aiq.ledger.transactions().filter((one) => one.outstanding !== "0.00")).toEqual([]);
  });

  it("credits an order that is taken out of the books, and the customer owes nothing", async () => {
    const { order_id: id } = await book(renewal());
    await house.api("POST", "/orders/undo", { ids: [id], reason: "Sold by mistake" });
    const order = await house.waitForOrder(id, ({ code }) => code === "UNDONE");
    expect(order.documents).toMatchObject([
      { kind: "invoice" },
      { kind: "credit_note", gross: "123.00", vat: "23.00" },
    ]);
    expect(order.payments).toMatchObject([
      { direction: "in", amount: "123.00" },
      { direction: "out", amount: "123.00" },
    ]);
    expect(aiq.ledger.transactions().filter((one) => one.outstanding !== "0.00")).toEqual([]);
  });

  it("asks a person to cancel a draft that is taken out of the books, and goes on when that is done", async () => {
    await change({ orders: { booking: "draft" }, ledger: { row_item: "SUNDRY" } });
    const { order_id: id } = await book(renewal());
    await house.api("POST", "/orders/undo", { ids: [id], reason: "Sold by mistake" });
    const held = await house.waitForOrder(id, "held");
    expect(held.message).toContain("Do it in AccountsIQ.");
    aiq.cancelSaved();
    // Not by "sync now": whoever asks for it after the next look has taken it out would have it booked afresh.
    const placed = house.shop.order(id);
    if (placed !== undefined) await house.shop.putOrder(placed);
    const order = await house.waitForOrder(id, ({ code }) => code === "UNDONE");
    expect(order.documents).toEqual([]);
    await change({ orders: { booking: "book" } });
  });

  it("lets a draft follow its order: a refund goes into its rows, and it is posted when drafts are no longer wanted", async () => {
    await change({
      ledger: { row_item: "JAR-1" },
      orders: { booking: "draft" },
      refunds: { booking: "draft" },
    });
    aiq.stockUp("JAR-1", "20");
    const lines = [{ sku: "jar-1", title: "Jar", quantity: "2", unitPrice: "61.50", rate: "23" }];
    const { order_id: id } = await book(renewal({ lines }));
    const drafts = () => aiq.ledger.itemDocuments().filter((one) => one.status === "Processed");
    expect(drafts()).toMatchObject([{ net: "100.00", tax: "23.00" }]);
    const [line] = house.shop.order(id)?.lines ?? [];
    await house.shop.refund(id, { lines: [{ line_id: line?.id ?? "", quantity: "1" }] });
    await eventually(
      async () => drafts(),
      (found) => found.length === 1 && found[0]?.net === "50.00",
      "the draft brought down to one jar",
    );
    await change({ ledger: { row_item: null }, orders: { booking: "book" }, refunds: { booking: "book" } });
    await house.api("POST", "/orders/sync", { ids: [id] });
    const order = await house.waitForOrder(
      id,
      ({ state, payments }) => state === "booked" && payments.length === 2,
    );
    expect(order.documents).toMatchObject([{ gross: "123.00" }, { kind: "credit_note", gross: "61.50" }]);
    expect(order.payments).toMatchObject([
      { direction: "in", amount: "123.00" },
      { direction: "out", amount: "61.50" },
    ]);
  });

  it("holds an order of a closed period and nothing is made", async () => {
    const lockedUntil = new Date().toISOString().slice(0, 10);
    aiq.faults.set({ lockedUntil });
    const before = aiq.ledger.transactions().length;
    const placed = await house.shop.placeOrder(renewal());
    const held = await house.waitForOrder(placed.id, "held");
    expect(held).toMatchObject({ code: "PERIOD_LOCKED" });
    expect(aiq.ledger.transactions()).toHaveLength(before);
  });
});
