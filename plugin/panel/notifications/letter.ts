import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import type { WrittenMail } from "../../pipeline/notifications/notification.ts";

/** A mail before it is laid out: plain texts, in the reader's language. */
export interface Letter {
  readonly language: string;
  readonly subject: string;
  /** Shop and company. */
  readonly heading: string;
  readonly lead: string;
  readonly causes: readonly LetterCause[];
  /** Sums under a heading of their own; null where none are told. */
  readonly period: LetterPeriod | null;
  readonly open: LetterLink;
  readonly footer: string;
  readonly change: LetterLink;
}

export interface LetterLink {
  readonly label: string;
  readonly href: string;
}

export interface LetterCause {
  /** How many it concerns, or what. */
  readonly title: string;
  readonly sentence: string;
  /** A few of the orders. */
  readonly examples: string | null;
  readonly link: LetterLink;
}

export interface LetterPeriod {
  readonly title: string;
  /** Said instead of sums. */
  readonly none: string | null;
  readonly currencies: readonly {
    readonly title: string;
    readonly lines: readonly { readonly name: string; readonly amount: string }[];
  }[];
}

/** Lays a letter out as text and as HTML that loads nothing from anywhere. */
export function loadLetterLayout(viewsDirectory: string): (letter: Letter) => WrittenMail {
  const render = Handlebars.create().compile(
    readFileSync(join(viewsDirectory, "mail", "notification.hbs"), "utf8"),
    { strict: true },
  );
  return (letter) => ({
    subject: letter.subject.replace(/\s+/g, " "),
    text: textOf(letter),
    html: render(letter),
  });
}

function textOf({ heading, lead, causes, period, open, footer, change }: Letter): string {
  const linked = ({ label, href }: LetterLink) => `${label}: ${href}`;
  return [
    heading,
    lead,
    ...causes.map(({ title, sentence, examples, link }) =>
      [`${title}: ${sentence}`, ...(examples === null ? [] : [examples]), linked(link)].join("\n"),
    ),
    ...(period === null ? [] : [period.title, ...(period.none === null ? [] : [period.none])]),
    ...(period?.currencies ?? []).map(({ title, lines }) =>
      [title, ...lines.map(({ name, amount }) => `  ${name}: ${amount}`)].join("\n"),
    ),
    linked(open),
    `-- \n${footer}\n${linked(change)}`,
  ].join("\n\n");
}
