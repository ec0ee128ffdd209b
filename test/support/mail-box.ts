import { once } from "node:events";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

/** What a mail server may do to the next mails instead of taking them. */
export type MailTrouble = "refuse address" | "busy" | "hang up after the content";

/** A mail server on loopback that keeps what it is given. */
export interface MailBox {
  readonly url: string;
  readonly port: number;
  /** Mails it took, oldest first, as a mail program reads them. */
  mails(): Promise<readonly Email[]>;
  /** From now on; null = in order again. */
  trouble(trouble: MailTrouble | null): void;
  close(): Promise<void>;
}

/** Opens a mail server that nobody has to prove himself to. */
export async function openMailBox(port = 0): Promise<MailBox> {
  const taken: string[] = [];
  let trouble: MailTrouble | null = null;
  const refuse = (responseCode: number, words: string) => Object.assign(new Error(words), { responseCode });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onRcptTo(_address, _session, callback) {
      if (trouble === "refuse address") callback(refuse(550, "5.1.1 no such mailbox"));
      else if (trouble === "busy") callback(refuse(451, "4.3.2 come back later"));
      else callback();
    },
    onData(stream, session, callback) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        taken.push(Buffer.concat(parts).toString("utf8"));
        if (trouble !== "hang up after the content") return callback();
        for (const connection of server.connections) if (connection.id === session.id) connection.close();
      });
    },
  });
  const listening = server.listen(port, "127.0.0.1");
  if (!listening.listening) await once(listening, "listening");
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("the mail server has no port");
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    port: address.port,
    mails: () => Promise.all(taken.map((mail) => PostalMime.parse(mail))),
    trouble: (next) => {
      trouble = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
