import { sql } from "kysely";
import { addColumnOnce, dropColumnIfThere } from "./support/column.ts";
import { type AnyDatabase, isSqlite, types } from "./support/table.ts";

/**
 * What a person decided about an order (`skip`), the numbers its documents bear in the ledger, by which it is found
 * (`documents`), and how far somebody has come in setting a connection up (`guide`).
 */
export async function up(db: AnyDatabase): Promise<void> {
  await addColumnOnce(db, "transfers", "skip", types.text);
  await addColumnOnce(db, "transfers", "documents", types.text);
  await addColumnOnce(db, "connections", "guide", types.text);
  const numbers = isSqlite(db)
    ? sql`group_concat(json_extract(effects.ref, '$.number'), ' ')`
    : sql`group_concat(json_unquote(json_extract(effects.ref, '$.number')) separator ' ')`;
  await sql`update transfers set documents = (
      select ${numbers} from effects
      where effects.installation_id = transfers.installation_id
        and effects.connection_id = transfers.connection_id
        and effects.order_id = transfers.order_id
        and effects.step = 'create' and effects.state = 'done'
    ) where documents is null and state = 'booked'`.execute(db);
}

export async function down(db: AnyDatabase): Promise<void> {
  await dropColumnIfThere(db, "connections", "guide");
  await dropColumnIfThere(db, "transfers", "documents");
  await dropColumnIfThere(db, "transfers", "skip");
}
