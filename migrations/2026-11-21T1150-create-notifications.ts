import { addColumnOnce, dropColumnIfThere } from "./support/column.ts";
import { type AnyDatabase, createIndexOnce, createTable, types } from "./support/table.ts";

/** When mails to the merchant are due, and which held orders they have told of: by which code, and in which mail. */
export async function up(db: AnyDatabase): Promise<void> {
  await createTable(db, "notifications")
    .addColumn("installation_id", types.id, (column) => column.notNull())
    .addColumn("connection_id", types.id, (column) => column.notNull())
    .addColumn("kind", types.word, (column) => column.notNull())
    .addColumn("rhythm", types.word, (column) => column.notNull())
    .addColumn("due_at", types.instant)
    .addColumn("told", types.word, (column) => column.notNull())
    .addColumn("created_at", types.instant, (column) => column.notNull())
    .addColumn("updated_at", types.instant, (column) => column.notNull())
    .addPrimaryKeyConstraint("notifications_pk", ["installation_id", "connection_id", "kind"])
    .execute();
  await createIndexOnce(db, "notifications", "notifications_due", ["due_at"]);
  await addColumnOnce(db, "transfers", "reported_code", types.word);
  await addColumnOnce(db, "transfers", "reported_at", types.instant);
}

export async function down(db: AnyDatabase): Promise<void> {
  await dropColumnIfThere(db, "transfers", "reported_at");
  await dropColumnIfThere(db, "transfers", "reported_code");
  await db.schema.dropTable("notifications").ifExists().execute();
}
