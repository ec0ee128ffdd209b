import type { Choice } from "../../connectors/connector.ts";
import { connectorOf } from "../../pipeline/context.ts";
import { listsOf } from "../../settings/form.ts";
import { type Answer, type Page, refusal, view } from "../page.ts";

// Short lists become a drop-down; a chart of accounts or a register of articles is offered while one types.
const SHORT = [
  "payment_terms",
  "payment_modes",
  "price_lists",
  "customer_groups",
  "customer_vat_types",
  "connections",
] as const;
export const LONG = ["accounts", "vat_codes", "articles", "suppliers", "purchase_vat_codes"] as const;
const MOST_OFFERED = 3_000;

const isLong = (list: string): boolean => LONG.some((one) => one === list);

/** The ledger's short lists by name; a list that cannot be had is missing, and its fields are typed. */
export async function shortLists(page: Page): Promise<ReadonlyMap<string, readonly Choice[]>> {
  const { connection, context } = page;
  if (connection === null) return new Map();
  const { settings } = connectorOf(context, connection.system);
  const own = settings === undefined ? [] : listsOf(settings).filter((list) => !isLong(list));
  const lists = await Promise.all(
    [...new Set([...SHORT, ...own])].map(
      async (list) => [list, await page.choices(connection, list)] as const,
    ),
  );
  return new Map(lists.flatMap(([list, choices]) => (choices === null ? [] : [[list, choices]])));
}

/** A long list of the ledger, asked for when somebody begins to fill in one of its fields. */
export async function listChoices(page: Page, params: Readonly<Record<string, string>>): Promise<Answer> {
  const list = LONG.find((one) => one === params["list"]);
  if (list === undefined || page.connection === null || !page.can.act) return refusal("not_found");
  const choices = await page.choices(page.connection, list);
  return view("choices", { list, choices: (choices ?? []).slice(0, MOST_OFFERED) });
}
