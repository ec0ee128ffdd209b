import { connectionName, sellingConnections } from "../../pipeline/left-to.ts";
import type { Condition } from "../../settings/condition.ts";
import { mayBothHold } from "../../settings/overlap.ts";
import type { StoredConnection } from "../../store/connections.ts";
import type { Page } from "../page.ts";
import { conditionsInWords } from "../settings/rule-words.ts";

/** Which of the shop's orders a connection takes, in words, and where that is changed. */
export function takesView(
  page: Page,
  connection: StoredConnection,
  takes: readonly Condition[],
): { readonly words: string; readonly href: string } {
  return {
    words: takes.length === 0 ? page.texts("connections.takes_all") : conditionsInWords(page, takes),
    href: page.href("/settings/rules/edit", {
      list: "orders.takes",
      at: takes.length === 0 ? "new" : "0",
      connection: String(connection.id),
    }),
  };
}

/** The connections that may take the same order, by name; null when an order is always one connection's. */
export async function takenTwice(page: Page): Promise<string | null> {
  const all = (await sellingConnections(page.context, page.installation.id)).map(
    ({ connection, settings }) => ({
      name: connectionName(page.context, connection),
      takes: settings.orders.takes,
    }),
  );
  const names = all
    .filter((one) => all.some((other) => other !== one && mayBothHold(one.takes, other.takes)))
    .map((one) => one.name);
  if (names.length === 0) return null;
  const list = new Intl.ListFormat(page.locale, { type: "conjunction" }).format(names);
  return `${page.texts("connections.both", { names: list })} ${page.texts("connections.both_action")}`;
}
