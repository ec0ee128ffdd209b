import { environment } from "./config.ts";
import { loadEnvFile, readConfigOrExit } from "./environment.ts";
import { migrateConfigured } from "./migrate.ts";

loadEnvFile();
const names = await migrateConfigured(readConfigOrExit(environment()));
for (const name of names) console.log(`ran ${name}`);
console.log(names.length === 0 ? "The database is up to date." : `Migrations run: ${names.length}.`);
