import { createAdministration } from "../plugin/index.ts";
import { runAdmin } from "./admin.ts";
import { adminUsage, readAdminArguments } from "./admin-arguments.ts";
import { systemClock } from "./clock.ts";
import { environment } from "./config.ts";
import { openDatabase } from "./database.ts";
import { loadEnvFile, readConfigOrExit } from "./environment.ts";
import { keysInFolder } from "./keys.ts";
import { createSecretBox } from "./secret-box.ts";

const command = readAdminArguments(process.argv.slice(2));
if ("problem" in command) {
  console.error(`${command.problem}\n\n${adminUsage}`);
  process.exit(2);
}
loadEnvFile();
const config = readConfigOrExit(environment());
const database = openDatabase(config);
try {
  const administration = createAdministration(
    { db: database.db, engine: database.engine },
    {
      clock: systemClock,
      secrets: createSecretBox(config.encryptionKeys?.reveal() ?? keysInFolder(config.dataDir)),
    },
  );
  await runAdmin(administration, command, (line) => process.stdout.write(`${line}\n`));
} finally {
  await database.close();
}
