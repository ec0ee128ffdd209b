import type { Context } from "../context.ts";
import type { About } from "./notification.ts";
import { type Sending, sendToAll } from "./send-to-all.ts";

export type Tested =
  | { readonly refused: "no recipients" | "no mail server" }
  | (Sending & { readonly refused: null });

/** Sends a mail that only says that mail arrives. */
export async function sendTestMail(
  context: Context,
  about: About,
  recipients: readonly string[],
): Promise<Tested> {
  if (context.ports.mailer === null) return { refused: "no mail server" };
  if (recipients.length === 0) return { refused: "no recipients" };
  const sending = await sendToAll(context, about, recipients, context.notifications.test(about));
  return { ...sending, refused: null };
}
