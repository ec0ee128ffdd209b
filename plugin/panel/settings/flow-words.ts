import type { Page } from "../page.ts";

/** A state of an order as the panel calls it: "Shipped". */
export const stateName = ({ texts }: Pick<Page, "texts">, when: string): string =>
  when === "" ? "…" : texts([`setting.orders.trigger.option.${when}`, `option.${when}`], { or: when });

/** What a step does, in a line. */
export const actionNames = ({ texts }: Pick<Page, "texts">, actions: readonly string[]): string =>
  actions.map((action) => texts(`settings.flow.do.${action}`)).join(", ");
