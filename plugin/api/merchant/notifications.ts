import { z } from "zod";
import { currentSettings } from "../../pipeline/books.ts";
import { sendTestMail } from "../../pipeline/notifications/test-mail.ts";
import { fixUrl } from "../fix-url.ts";
import { component } from "./components.ts";
import { connectionOf } from "./connections.ts";
import { endpoint, noBody, noQuery } from "./endpoint.ts";
import { ApiProblem } from "./problem.ts";

const testMailAnswer = component(
  "TestMail",
  z.strictObject({
    sent: z.array(z.string()).meta({ description: "Recipients whose mail the mail server took." }),
    failed: z.array(
      z.strictObject({
        to: z.string(),
        reason: z.string().meta({ description: "The mail server's own words." }),
      }),
    ),
  }),
);

const REFUSED = {
  "no recipients": "The settings name no recipients.",
  "no mail server": "This app has no mail server to send from.",
} as const;

export const notificationEndpoints = [
  endpoint({
    method: "post",
    path: "/connections/{id}/notifications/test",
    summary: "Send a test mail to the recipients of the notifications",
    needsAdmin: true,
    query: noQuery,
    body: noBody,
    status: 200,
    answer: testMailAnswer,
    problems: [404, 409],
    async handle(call) {
      const { context, installation } = call;
      const connection = await connectionOf(call);
      const { recipients } = (await currentSettings(context, connection)).notifications;
      const tested = await sendTestMail(context, { installation, connection }, recipients);
      if (tested.refused === null) {
        return { sent: [...tested.sent], failed: tested.failed.map(({ to, reason }) => ({ to, reason })) };
      }
      const place = { place: "settings", field: "notifications.recipients" } as const;
      throw new ApiProblem("CONFLICT", {
        detail: REFUSED[tested.refused],
        fix_url: fixUrl(context.publicUrl, place, { orderId: null, platformUrl: null }),
      });
    },
  }),
];
