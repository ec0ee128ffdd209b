import { openDatabase } from "../../../server/database.ts";
import { migrate } from "../../../server/migrate.ts";
import { storeContract } from "../../contract/store.contract.ts";
import { engines } from "../../support/engines.ts";

for (const engine of engines) {
  storeContract(engine.name, async () => {
    const opened = await engine.open();
    const database = openDatabase({ databaseUrl: opened.databaseUrl ?? null, dataDir: opened.dataDir });
    await migrate(database.db);
    return {
      store: { db: database.db, engine: database.engine },
      async close() {
        await database.close();
        await opened.close();
      },
    };
  });
}
