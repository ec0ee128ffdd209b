import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";

/** What the layout of a mail shows. Plain texts: everything is escaped. */
export interface MailParts {
  readonly shop: string;
  readonly subject: string;
  /** Empty lines part paragraphs. */
  readonly text: string;
}

export type MailLayout = (parts: MailParts) => string;

/** The layout of the mails to buyers, compiled once from `views/mail/invoice.hbs`. */
export function loadMailLayout(viewsDirectory: string): MailLayout {
  const render = Handlebars.create().compile(
    readFileSync(join(viewsDirectory, "mail", "invoice.hbs"), "utf8"),
    { strict: true },
  );
  return ({ shop, subject, text }) => {
    const paragraphs = text
      .split(/\r?\n[ \t]*\r?\n/)
      .filter((paragraph) => paragraph.trim() !== "")
      .map((paragraph) => paragraph.trim().split(/\r?\n/));
    return render({ shop, subject, paragraphs });
  };
}
