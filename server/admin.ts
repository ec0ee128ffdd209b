import type { Administration } from "../plugin/index.ts";
import type { AdminCommand } from "./admin-arguments.ts";

/** Does what an operator asked for and says what came of it, line by line. */
export async function runAdmin(
  administration: Administration,
  command: AdminCommand,
  print: (line: string) => void,
): Promise<void> {
  switch (command.name) {
    case "held": {
      const orders = await administration.held(command.filter);
      for (const one of orders) {
        const order = `${one.number ?? one.orderId} (${one.orderId})`;
        print([one.since, one.shop, one.installationId, order, one.code, one.message ?? ""].join("\t"));
      }
      print(`${orders.length} held`);
      return;
    }
    case "retry":
      print(`${await administration.retry(command.filter)} will be looked at again`);
      return;
    case "after-restore": {
      const connections = await administration.afterRestore(command.days);
      print(`${connections} connections look everything up before they write, for ${command.days} days`);
      return;
    }
    case "rotate-keys": {
      const { resealed, passedOver } = await administration.rotateKeys();
      print(`${resealed} secrets sealed with the first key, ${passedOver} changed meanwhile`);
      return;
    }
    case "erase": {
      const { orders, inDoubt } = await administration.erase(command.installationId, command.person);
      print(`erased from ${orders} orders`);
      if (inDoubt.length > 0) {
        print(
          `left for now, because a write to the ledger is in doubt: ${inDoubt.join(", ")}. Run it again.`,
        );
      }
      return;
    }
    case "export":
      for await (const row of administration.export(command.installationId)) print(JSON.stringify(row));
      return;
  }
}
