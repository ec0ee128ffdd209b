import { z } from "zod";
import { currentSettings } from "../../pipeline/books.ts";
import { changeSettings } from "../../pipeline/setup/settings.ts";
import { settingsSchema } from "../../settings/schema.ts";
import { settingsHistory } from "../../store/settings-versions.ts";
import { component } from "./components.ts";
import { connectionOf } from "./connections.ts";
import { endpoint, noBody, noQuery } from "./endpoint.ts";
import { ApiProblem } from "./problem.ts";

const HISTORY_LENGTH = 50;

component("Settings", settingsSchema);

/** What it becomes is judged by the settings' own schema, so here any object passes. */
const mergePatch = component(
  "SettingsPatch",
  z
    .record(z.string(), z.unknown())
    .meta({ description: "JSON merge patch (RFC 7396) over Settings: members replace, null takes away." }),
);

const historyAnswer = component(
  "SettingsHistory",
  z.strictObject({
    data: z
      .array(
        z.strictObject({
          version: z.int(),
          changed_by: z.string(),
          changed_at: z.iso.datetime(),
          settings: settingsSchema,
        }),
      )
      .meta({ description: `Newest first, at most ${HISTORY_LENGTH}.` }),
  }),
);

const path = "/connections/{id}/settings";

export const settingsEndpoints = [
  endpoint({
    method: "get",
    path,
    summary: "The settings of a connection",
    needsAdmin: false,
    query: noQuery,
    body: noBody,
    status: 200,
    answer: settingsSchema,
    problems: [404],
    handle: async (call) => currentSettings(call.context, await connectionOf(call)),
  }),
  endpoint({
    method: "patch",
    path,
    summary: "Change settings; orders that wait or are held are looked at again",
    needsAdmin: true,
    query: noQuery,
    body: mergePatch,
    status: 200,
    answer: settingsSchema,
    problems: [404, 409, 422],
    async handle(call) {
      const { context, session, body } = call;
      const changed = await changeSettings(context, await connectionOf(call), body, session.userId);
      if (changed.ok) return changed.settings;
      if (changed.errors === "changed meanwhile") throw new ApiProblem("CHANGED_MEANWHILE");
      throw new ApiProblem("INVALID", { errors: changed.errors });
    },
  }),
  endpoint({
    method: "get",
    path: `${path}/history`,
    summary: "Who changed the settings, and when",
    needsAdmin: false,
    query: noQuery,
    body: noBody,
    status: 200,
    answer: historyAnswer,
    problems: [404],
    async handle(call) {
      const { id } = await connectionOf(call);
      const versions = await settingsHistory(call.context.store, id, HISTORY_LENGTH);
      return {
        data: versions.map(({ version, settings, changedBy, changedAt }) => ({
          version,
          changed_by: changedBy,
          changed_at: changedAt,
          // An old version is shown as it would be read today: fields added since bear their defaults.
          settings: settingsSchema.parse(settings),
        })),
      };
    },
  }),
];
