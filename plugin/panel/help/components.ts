import { type Answer, type Page, view } from "../page.ts";

const NOW = "2026-10-31T10:00:00.000Z";

/** Every component in every state, outside production: what accessibility tests and people who draw walk through. */
export async function showComponents(page: Page): Promise<Answer> {
  const field = {
    isField: true,
    kind: "text",
    value: "3001",
    help: "A line that helps.",
    error: null,
    options: [
      { value: "a", label: "First", isChosen: true },
      { value: "b", label: "Second", isChosen: false },
    ],
  };
  const named = (name: string, rest: Record<string, unknown> = {}) => ({
    ...field,
    name,
    title: name,
    ...rest,
  });
  const row = (state: string, rest: Record<string, unknown> = {}) => ({
    href: page.href("/help/components"),
    number: "1042",
    customer: "Astrid Lund",
    total: "646.00",
    currency: "SEK",
    orderedAt: NOW,
    state,
    ...rest,
  });
  return view("components", {
    title: "Components",
    here: "/help",
    answer: { tone: "booked", text: "Every component, in every state." },
    answers: ["booked", "waiting", "held", "skipped"].map((tone) => ({
      answer: { tone, text: `An answer: ${tone}.` },
    })),
    states: ["booked", "waiting", "held", "skipped"],
    statuses: ["connected", "connecting", "needs_reauth", "paused"],
    link: { href: page.href("/settings"), label: "Change the setting", target: null },
    ledgerLink: { href: "https://ledger.example/1", label: "Open in the ledger", target: "_blank" },
    orders: [
      row("booked"),
      row("booked", { number: "1041", hasWarnings: true }),
      row("held", { number: "1040", reason: "Finland 25.5 % has no account yet." }),
      row("waiting", { number: "1039", reason: "The order is about to be looked at." }),
      row("skipped", { number: "1038", reason: "The order's total is zero.", total: "0.00" }),
      row("waiting", { number: "ord_9", customer: null, total: null, orderedAt: null }),
    ],
    causes: [
      {
        code: "VAT_UNMAPPED",
        count: 4,
        sentence: "Finland 25.5 % has no account yet.",
        href: "#",
        fix: { label: "Choose an account", href: "#" },
      },
      {
        code: "LEDGER_REJECTED",
        count: 1,
        what: "2231",
        sentence: "The ledger refused the document.",
        href: "#",
        fix: null,
      },
    ],
    log: [
      { at: NOW, step: "read", message: "The order was read from the shop.", detail: null },
      { at: NOW, step: "create", message: "Invoice 10233 was made.", detail: '{ "number": "10233" }' },
    ],
    fields: [
      named("text"),
      named("wrong text", { error: "Give the number of an account, such as 3001." }),
      named("day", { kind: "day", value: "2026-10-31" }),
      named("number", { kind: "number", value: "30" }),
      named("choice", { kind: "choice" }),
      named("switch on", { kind: "switch", isOn: true }),
      named("switch off", { kind: "switch", isOn: false }),
      named("ranking", { kind: "ranking", ranks: [{ place: 1, options: field.options }] }),
      named("choices", { kind: "choices" }),
      named("long_text", { kind: "long_text" }),
    ],
    rows: {
      id: "rows",
      title: "Rows",
      help: "A list that can be edited.",
      add: "Add a row",
      isTable: true,
      columns: ["Kind", "Rate"],
      rows: [
        {
          path: "rows.0",
          number: 1,
          fields: [named("rows.0.kind", { kind: "choice" }), named("rows.0.rate")],
        },
        {
          path: "rows.1",
          number: 2,
          fields: [
            named("rows.1.kind", { kind: "choice" }),
            named("rows.1.rate", { error: "A rate such as 25.5." }),
          ],
        },
      ],
    },
    steps: [
      { number: 1, title: "A step that is done", href: "#", isDone: true },
      { number: 2, title: "The step at hand", href: "#", isCurrent: true },
      { number: 3, title: "A step to come", href: null },
    ],
    remedies: [
      { cause: "one", field: "vat.treatments", isAccount: true, account: "", does: "Save and book 4 orders" },
      {
        cause: "two",
        field: "vat.treatments",
        isAccount: true,
        account: "x",
        error: "No account.",
        does: "Save",
      },
      { cause: "three", field: "orders.too_many_rows", isAccount: false, does: "Merge rows" },
    ],
    rehearsal: {
      tone: "waiting",
      text: "One order would be booked differently.",
      changed: [
        {
          ...row("booked"),
          differences: [{ name: "Mug: account", before: "3001", after: "3002" }],
          more: 2,
        },
      ],
    },
    noRows: { id: "no-rows", title: "No rows", add: "Add a row", isTable: true, columns: [], rows: [] },
    first: page.href("/orders"),
    next: page.href("/orders"),
  });
}
