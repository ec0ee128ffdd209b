import type { Context } from "../context.ts";
import type { About, WrittenMail } from "./notification.ts";

export interface Sending {
  readonly sent: readonly string[];
  /** `isLost`: certain not to have left, and worth another try. */
  readonly failed: readonly { readonly to: string; readonly reason: string; readonly isLost: boolean }[];
}

const NO_SERVER = "This app has no mail server to send from.";

/** Sends each recipient a mail of its own, once: nobody learns who else is told. */
export async function sendToAll(
  { ports }: Context,
  { installation, connection }: About,
  recipients: readonly string[],
  mail: WrittenMail,
): Promise<Sending> {
  const sent: string[] = [];
  const failed: Sending["failed"][number][] = [];
  for (const to of new Set(recipients)) {
    const result = await ports.mailer?.send({ ...mail, fromName: "Ledger Relay", to, attachments: [] });
    if (result?.outcome === "sent") {
      sent.push(to);
      continue;
    }
    const isLost = result?.outcome === "failed" && !result.sent;
    failed.push({ to, reason: result?.reason ?? NO_SERVER, isLost });
  }
  if (failed.length > 0) {
    // Addresses are people's; the server's reasons may name them, so the log only counts.
    ports.log.warn("a mail to a merchant was not sent", {
      installation: installation.id,
      connection: connection.id,
      failed: failed.length,
    });
  }
  return { sent, failed };
}

/** Nobody has it, and time may heal that. */
export function isWorthAnotherTry({ sent, failed }: Sending): boolean {
  return sent.length === 0 && failed.length > 0 && failed.every(({ isLost }) => isLost);
}
