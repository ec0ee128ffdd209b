import { createTransport } from "nodemailer";
import type { Mail, Mailer, MailResult } from "../plugin/ports.ts";
import type { MailConfig } from "./config.ts";

/** One mail is small and the worker waits for it: shorter than a lease. */
const TIMEOUT_MS = 15_000;

/** Mail over the operator's server (RFC 5321), a connection for each; every mail bears its one address as sender. */
export function createMailer({ smtpUrl, from }: MailConfig): Mailer {
  const [, ownName = "", address = from] = /^(.+) <(.+)>$/.exec(from) ?? [];
  return {
    send: (mail) => send(smtpUrl, { name: ownName || mail.fromName, address }, mail),
  };
}

async function send(
  smtpUrl: string,
  from: { readonly name: string; readonly address: string },
  { to, subject, text, html, attachments }: Mail,
): Promise<MailResult> {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    dnsTimeout: TIMEOUT_MS,
    // Nothing of a mail is ever read from a file or an address that a text names.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // The driver asks for the mail's bytes once the server has let us in: before that nothing can have left.
  let isBegun = false;
  transport.use("stream", (mail, next) => {
    const { message } = mail;
    const read = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      isBegun = true;
      return read(options);
    };
    next();
  });
  try {
    await transport.sendMail({
      from,
      // As an object it is one address, whatever signs are in it.
      to: { name: "", address: to },
      subject,
      text,
      html,
      attachments: attachments.map(({ name, type, content }) => ({
        filename: name,
        contentType: type,
        content: Buffer.from(content),
      })),
    });
    return { outcome: "sent" };
  } catch (error) {
    return meaningOf(error, isBegun);
  } finally {
    transport.close();
  }
}

/**
 * An answer of the server is a verdict: 5xx about the address or the content is final (RFC 5321, 4.2.1). A connection
 * that broke in the middle leaves open whether the mail left.
 */
function meaningOf(error: unknown, isBegun: boolean): MailResult {
  if (!(error instanceof Error)) throw error;
  const code = "code" in error ? error.code : undefined;
  const responseCode = "responseCode" in error ? error.responseCode : undefined;
  const reason = error.message;
  const isAboutMail = code === "EENVELOPE" || code === "EMESSAGE";
  const answer = typeof responseCode === "number" ? responseCode : null;
  if (isAboutMail && (answer === null || answer >= 500)) return { outcome: "refused", reason };
  return { outcome: "failed", sent: isBegun && answer === null, reason };
}
