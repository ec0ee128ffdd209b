import { accountsIqWorld } from "./accountsiq-world.ts";
import { connectorContract } from "./connector.contract.ts";

connectorContract("AccountsIQ", accountsIqWorld, {
  booksAtOnce: true,
  renewsLogin: true,
  updatesDrafts: true,
});
