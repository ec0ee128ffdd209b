import { settingsUrl } from "../../api/fix-url.ts";
import type {
  About,
  DataRequestNotice,
  DigestReport,
  ErrorReport,
  NotificationWriter,
  Trouble,
} from "../../pipeline/notifications/notification.ts";
import type { Transfer } from "../../store/transfers/transfers.ts";
import { causesOf } from "../causes/causes.ts";
import { overviewAnswer, sumOf } from "../overview/overview-answer.ts";
import { type Correspondent, correspondentOf, type Desk } from "./correspondent.ts";
import { type Letter, type LetterCause, loadLetterLayout } from "./letter.ts";
import { letterCauses } from "./letter-causes.ts";
import { letterPeriod } from "./letter-period.ts";

/** Writes the mails to merchants; their layout is compiled once. */
export function loadNotificationWriter(desk: Desk): NotificationWriter {
  const layOut = loadLetterLayout(desk.viewsDirectory);
  const to = (about: About) => correspondentOf(desk, about);
  return {
    errors: (report) => layOut(errorLetter(to(report), report)),
    digest: (report) => layOut(digestLetter(desk, to(report), report)),
    test: (about) => layOut(testLetter(to(about))),
    dataRequest: (notice) => layOut(dataRequestLetter(to(notice), notice)),
  };
}

function errorLetter(to: Correspondent, { held, counts, payouts, troubles, waiting }: ErrorReport): Letter {
  const { texts, format, shop, ledger } = to;
  const count = sumOf(counts, "held");
  const values = { shop, ledger, count, shown: format.number(String(count)) };
  const [trouble] = troubles;
  const about = count === 0 && payouts.length > 0 ? "payouts" : "errors";
  const told = about === "payouts" ? { shop, ...counted(to, payouts.length) } : values;
  const isTroubleAlone = count === 0 && payouts.length === 0;
  return {
    ...frame(to),
    subject:
      trouble === undefined
        ? texts(`mail.${about}.subject`, told)
        : texts(`mail.trouble.${trouble}.subject`, values),
    lead: isTroubleAlone ? texts("mail.trouble.lead", values) : texts(`mail.${about}.lead`, told),
    causes: [
      ...troubles.map((one) => troubleCause(to, one, waiting)),
      ...letterCauses(to, held, causesOf(held, counts)),
      ...payoutCauses(to, payouts),
    ],
  };
}

const counted = ({ format }: Correspondent, count: number) => ({
  count,
  shown: format.number(String(count)),
});

const payoutCauses = (to: Correspondent, payouts: readonly Transfer[]): LetterCause[] =>
  letterCauses(to, payouts, causesOf(payouts, []), "payouts");

function troubleCause(to: Correspondent, trouble: Trouble, waiting: number): LetterCause {
  const { texts, format, ledger } = to;
  const values = { count: waiting, shown: format.number(String(waiting)), ledger };
  return {
    title: trouble === "ledger" ? ledger : texts("health.shop.name"),
    sentence: texts(trouble === "ledger" ? "overview.answer.needs_reauth" : "health.shop_refuses", values),
    examples: null,
    link: { label: texts("fix.connection"), href: to.link("/embedded/connections") },
  };
}

function digestLetter(desk: Desk, to: Correspondent, report: DigestReport): Letter {
  const { connection, held, payouts, counts } = report;
  const causes = causesOf(held, counts);
  const { text } = overviewAnswer({ ...to, context: desk, connection }, counts, causes.length);
  return {
    ...frame(to),
    subject: `${to.shop}: ${text}`,
    lead:
      payouts.length === 0 ? text : `${text} ${to.texts("mail.payouts.lead", counted(to, payouts.length))}`,
    causes: [...letterCauses(to, held, causes), ...payoutCauses(to, payouts)],
    period: letterPeriod(to, report),
  };
}

function testLetter(to: Correspondent): Letter {
  const { texts, shop, ledger } = to;
  return {
    ...frame(to),
    subject: texts("mail.test.subject", { shop }),
    lead: texts("mail.test.lead", { ledger }),
  };
}

function dataRequestLetter(to: Correspondent, { until }: DataRequestNotice): Letter {
  const { texts, format, shop } = to;
  return {
    ...frame(to),
    subject: texts("mail.data_request.subject", { shop }),
    lead: texts("mail.data_request.lead", { day: format.instant(until) }),
    open: { label: texts("mail.data_request.open"), href: to.link("/embedded/data-requests") },
  };
}

/** What all letters have, still without a message. */
function frame(to: Correspondent): Letter {
  const { texts, language, shop, company } = to;
  return {
    language,
    subject: "",
    heading: `${shop} · ${company}`,
    lead: "",
    causes: [],
    period: null,
    open: { label: texts("mail.open"), href: to.link("/embedded/") },
    footer: texts("mail.footer", { company }),
    change: { label: texts("mail.change"), href: to.link(settingsUrl("", "notifications")) },
  };
}
