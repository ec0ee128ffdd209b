import { accountsIqWorld } from "./accountsiq-world.ts";
import { connectorContract } from "./connector.contract.ts";

connectorContract("AccountsIQ", accountsIqWorld, {
  booksAtOnce: true,
  renewsLogin: true,
  updatesDrafts: true,
});

// Its lists may name kinds of transactions by words: the vendor's document gives both forms.
connectorContract(
  "AccountsIQ, kinds in words",
  async (clock) => {
    const world = await accountsIqWorld(clock);
    world.standIn.faults.set({ typesInWords: true });
    return world;
  },
  { booksAtOnce: true, renewsLogin: true, updatesDrafts: true },
);
