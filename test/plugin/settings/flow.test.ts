import { describe, expect, it } from "vitest";
import { settingsSchema } from "../../../plugin/settings/schema.ts";

/** What the schema says of a flow, each sentence with the place it is about; "right" when nothing is wrong. */
function saidOf(flow: readonly unknown[]): string[] | "right" {
  const parsed = settingsSchema.safeParse({ orders: { flow } });
  if (parsed.success) return "right";
  return parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
}

describe("a flow", () => {
  it.each([
    ["nothing", []],
    ["an invoice when paid", [{ when: "paid", do: ["invoice", "book", "payment", "email"] }]],
    [
      "an order when paid, invoiced and captured when shipped",
      [
        { when: "paid", do: ["order"] },
        { when: "fulfilled", do: ["invoice", "book", "capture", "payment"] },
      ],
    ],
    ["an order that is invoiced at once", [{ when: "paid", do: ["order", "invoice", "book"] }]],
    [
      "a draft that is booked later",
      [
        { when: "created", do: ["draft"] },
        { when: "paid", do: ["book"] },
      ],
    ],
    [
      "a webhook before the invoice",
      [
        { when: "paid", do: ["webhook"], webhook: { url: "https://wms.example/in" } },
        { when: "completed", do: ["invoice"] },
      ],
    ],
  ])("may be %s", (_, flow) => {
    expect(saidOf(flow)).toBe("right");
  });

  const webhook = { url: "https://wms.example/in" };
  it.each([
    [
      [
        { when: "paid", do: ["invoice"] },
        { when: "fulfilled", do: ["order"] },
      ],
      "orders.flow.1 makes an order after its invoice",
    ],
    [
      [
        { when: "paid", do: ["order"] },
        { when: "fulfilled", do: ["book"] },
      ],
      "orders.flow.1 books without an invoice",
    ],
    [
      [{ when: "paid", do: ["draft", "book"] }],
      "orders.flow.0 leaves a draft of what is invoiced or booked already",
    ],
    [
      [{ when: "paid", do: ["invoice", "payment"] }],
      "orders.flow.0 registers payments before the invoice is booked",
    ],
    [[{ when: "paid", do: ["invoice", "email"] }], "orders.flow.0 sends the invoice before it is booked"],
    [
      [
        { when: "paid", do: ["order"] },
        { when: "authorized", do: ["invoice"] },
      ],
      "orders.flow.1 comes too late: an order is authorized before it is paid",
    ],
    [
      [
        { when: "paid", do: ["order"] },
        { when: "paid", do: ["invoice"] },
      ],
      "orders.flow.1 is the second step for paid: put both into one",
    ],
    [
      [
        { when: "paid", do: ["invoice", "capture"] },
        { when: "fulfilled", do: ["capture"] },
      ],
      "orders.flow.1 does capture a second time",
    ],
    [
      [{ when: "paid", do: ["webhook"], webhook }],
      "orders.flow.0 makes nothing in the ledger: some step needs an order or an invoice",
    ],
    [
      [{ when: "paid", do: ["invoice", "webhook"] }],
      "orders.flow.0.webhook needs the address of the webhook",
    ],
    [
      [{ when: "paid", do: ["invoice"], webhook }],
      "orders.flow.0.webhook has an address, but the step sends no webhook",
    ],
  ])("that is nonsense is refused in words: %j", (flow, sentence) => {
    expect(saidOf(flow)).toEqual([sentence]);
  });
});
