import { sendTestMail } from "../../pipeline/notifications/test-mail.ts";
import type { Settings } from "../../settings/schema.ts";
import type { StoredConnection } from "../../store/connections.ts";
import type { Page } from "../page.ts";

/** Sends a test mail to the recipients as they stand in the form, and says what came of it. */
export async function testMailView(
  { context, installation, texts }: Page,
  connection: StoredConnection,
  { notifications: { recipients } }: Settings,
): Promise<Record<string, unknown>> {
  const tested = await sendTestMail(context, { installation, connection }, recipients);
  const say = (tone: string, text: string) => ({ tone, icon: tone, text, link: null });
  if (tested.refused !== null) return say("held", texts(`mail.test.${tested.refused.replaceAll(" ", "_")}`));
  const failed = tested.failed.map(({ to }) => to).join(", ");
  return failed === ""
    ? say("booked", texts("mail.test.sent", { recipients: tested.sent.join(", ") }))
    : say("held", texts("mail.test.failed", { recipients: failed }));
}
