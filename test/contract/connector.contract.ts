import { afterAll, beforeAll, describe } from "vitest";
import { answersContract } from "./connector/answers.ts";
import { articlesContract } from "./connector/articles.ts";
import { connectingContract } from "./connector/connecting.ts";
import { creditNotesContract } from "./connector/credit-notes.ts";
import { customersContract } from "./connector/customers.ts";
import { draftsContract } from "./connector/drafts.ts";
import { invoicesContract } from "./connector/invoices.ts";
import { ordersContract } from "./connector/orders.ts";
import { purchasesContract } from "./connector/purchases.ts";
import { settingsPageContract } from "./connector/settings-page.ts";
import { createStage } from "./connector/stage.ts";
import { troubleContract } from "./connector/trouble.ts";
import { vouchersContract } from "./connector/vouchers.ts";
import type { Abilities, LedgerWorld } from "./connector/world.ts";

/** What every connector promises, tried against its stand-in; each part stands in a file of `connector/`. */
export function connectorContract(
  name: string,
  start: (clock: { now(): number }) => Promise<LedgerWorld>,
  able: Abilities = {},
): void {
  describe(`${name}: the connector's contract`, () => {
    const stage = createStage(start, able);

    beforeAll(() => stage.open());
    afterAll(() => stage.close());

    connectingContract(stage);
    customersContract(stage);
    articlesContract(stage);
    invoicesContract(stage);
    draftsContract(stage);
    ordersContract(stage);
    creditNotesContract(stage);
    vouchersContract(stage);
    purchasesContract(stage);
    settingsPageContract(stage);
    answersContract(stage);
    // It ends with the consent withdrawn, so it comes last.
    troubleContract(stage);
  });
}
