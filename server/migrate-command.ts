import { environment } from "./config.ts";
import { openDatabase } from "./database.ts";
import { loadEnvFile, readConfigOrExit } from "./environment.ts";
import { migrate } from "./migrate.ts";

loadEnvFile();
const database = openDatabase(readConfigOrExit(environment()));
try {
  const names = await migrate(database.db);
  for (const name of names) console.log(`ran ${name}`);
  console.log(names.length === 0 ? "The database is up to date." : `Migrations run: ${names.length}.`);
} finally {
  await database.close();
}
