import { z } from "zod";
import type { Job } from "../plugin/ports.ts";

const id = z.int().positive();

const jobSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("inbox") }),
  z.object({
    kind: z.literal("transfer"),
    installationId: id,
    connectionId: id,
    orderId: z.string().min(1),
    lane: z.enum(["people", "backlog"]).default("backlog"),
  }),
  z.object({ kind: z.literal("sweep"), installationId: id }),
  z.object({ kind: z.literal("stock"), installationId: id, connectionId: id }),
  z.object({
    kind: z.literal("notification"),
    installationId: id,
    connectionId: id,
    notification: z.enum(["errors", "digest"]),
  }),
  z.object({ kind: z.literal("webhooks"), installationId: id, endpointId: z.string().min(1) }),
  z.object({ kind: z.literal("import"), installationId: id, importId: id }),
]);

/** A job as it comes out of Redis. Throws when it is none, for instance one of a newer version of this app. */
export function parseJob(data: unknown): Job {
  return jobSchema.parse(data);
}
