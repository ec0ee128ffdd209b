import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type FieldShape, listsOf, type MemberShape, settingsForm } from "../../../plugin/settings/form.ts";
import { meta } from "../../../plugin/settings/meta.ts";
import { settingsSchema } from "../../../plugin/settings/schema.ts";

function all(members: readonly MemberShape[]): MemberShape[] {
  return members.flatMap((member) => [member, ...(member.kind === "group" ? all(member.members) : [])]);
}
const form = settingsForm();
const field = (path: string): MemberShape | undefined => all(form).find((member) => member.path === path);

/** Lists whose conditions a form with fields cannot hold, and what the ledger's connector describes. */
const WITHOUT_FORM = ["dimensions", "rules", "ledger"];

describe("the form of the settings", () => {
  it("ends with what only the connected ledger has", () => {
    const own = z.object({ way: z.enum(["A", "B"]).default("A").meta(meta("Way")) });
    expect(settingsForm(own).at(-1)).toMatchObject({
      path: "ledger",
      members: [{ path: "ledger.way", kind: "choice", options: ["A", "B"], initial: "A", title: "Way" }],
    });
  });

  it("names the lists of the ledger that its own settings are chosen from, each once", () => {
    const named = (title: string, widget?: string) =>
      z
        .string()
        .optional()
        .meta(meta(title, undefined, widget));
    const own = z.object({
      a: named("A", "drafts"),
      b: named("B"),
      c: named("C", "drafts"),
      d: named("D", "units"),
    });
    expect(listsOf(own)).toEqual(["drafts", "units"]);
  });

  it("has a group for each group of the schema, in its order", () => {
    const groups = Object.keys(settingsSchema.shape).filter((name) => !WITHOUT_FORM.includes(name));
    expect(form.map((group) => group.path)).toEqual(groups);
  });

  it("knows how each field is filled in", () => {
    const kinds = Object.fromEntries(
      [
        "orders.trigger",
        "orders.booking",
        "orders.start_date",
        "orders.rounding_account",
        "customers.match_by",
        "customers.b2c.create",
        "vat.registrations",
        "email.body",
      ].map((path) => [path, field(path)?.kind]),
    );
    expect(kinds).toEqual({
      "orders.trigger": "choices",
      "orders.booking": "choice",
      "orders.start_date": "day",
      "orders.rounding_account": "text",
      "customers.match_by": "ranking",
      "customers.b2c.create": "switch",
      "vat.registrations": "words",
      "email.body": "long_text",
    });
  });

  it("makes rows of lists and maps, and offers the ledger's accounts in them", () => {
    const treatments = field("vat.treatments");
    const methods = field("payments.methods");
    const byRate = field("products.account_by_rate");
    if (treatments?.kind !== "rows" || methods?.kind !== "rows" || byRate?.kind !== "rows") {
      throw new Error("these are rows");
    }
    const lists = (columns: readonly FieldShape[]) =>
      columns.flatMap(({ path, list }) => (list ? [path] : []));
    expect(treatments.isKeyed).toBe(false);
    expect(lists(treatments.columns)).toEqual(["account", "vat_code"]);
    expect(treatments.columns.filter((column) => column.isRequired).map(({ path }) => path)).toEqual([
      "treatment",
    ]);
    expect(methods.isKeyed).toBe(true);
    expect(byRate.columns).toHaveLength(1);
    expect(byRate.columns[0]).toMatchObject({ path: "", list: "accounts" });
  });

  it("leaves lists of conditions to the API", () => {
    expect(["orders.filters", ...WITHOUT_FORM].filter((path) => field(path) !== undefined)).toEqual([]);
  });
});
