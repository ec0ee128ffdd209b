import express from "express";
import { createPool } from "mysql2/promise";
import { z } from "zod";

/**
 * The floor of the ingest: an express handler that proves nothing, inserts one row for each request over a pool of
 * ten connections and answers when it is durable.
 */

const { DATABASE_URL } = z.object({ DATABASE_URL: z.string() }).parse(process.env);
const pool = createPool({ uri: DATABASE_URL, connectionLimit: 10 });
await pool.query(
  "CREATE TABLE deliveries (id BIGINT AUTO_INCREMENT PRIMARY KEY, delivery_id VARCHAR(191) UNIQUE, body TEXT)",
);
const app = express();
app.post("/webhooks", express.text({ type: () => true }), async (request, response) => {
  const body: unknown = request.body;
  await pool.query("INSERT INTO deliveries (delivery_id, body) VALUES (?, ?)", [
    request.get("webhook-id"),
    body,
  ]);
  response.status(202).end();
});
const server = app.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  console.log(`ready at http://127.0.0.1:${address.port}`);
});
process.on("SIGTERM", () => process.exit(0));
