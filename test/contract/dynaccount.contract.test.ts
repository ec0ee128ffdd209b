import { connectorContract } from "./connector.contract.ts";
import { dynaccountWorld } from "./dynaccount-world.ts";

connectorContract("Dynaccount", dynaccountWorld, {
  updatesDrafts: true,
  orders: true,
  lacks: ["barcodes", "lock dates", "a rounding account", "invoicing orders"],
});
