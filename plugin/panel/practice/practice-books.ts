import { isDecimalZero, parseDecimal } from "../../domain/money.ts";
import type { PracticeLine } from "../../domain/practice-books.ts";
import { openLedger } from "../../pipeline/books.ts";
import { practiseOnLastOrders } from "../../pipeline/practice/last-orders.ts";
import { offeredSystems } from "../../pipeline/setup/connecting.ts";
import { openOwnBooks } from "../../pipeline/setup/own-books.ts";
import { formToken, isFormTokenValid } from "../access/form-token.ts";
import { type Answer, type Page, redirect, refusal, view } from "../page.ts";
import { hasLedger, OPEN, practiceHref, practiceOf } from "./practice-offer.ts";

/** So many of the shop's last orders are tried at once. */
const LAST = 20;
const PAPERS = 100;

/** The practice books as an accountant sees books: documents, and every account with its sums. */
export async function showPracticeBooks(page: Page): Promise<Answer> {
  const { context, texts, session } = page;
  const practice = practiceOf(page);
  if (practice === null) return refusal("not_found");
  const pages = openLedger(context, practice, "people").pages;
  const ledger = await pages?.ledger();
  if (ledger === undefined) return refusal("not_found");
  const { papers } = ledger;
  return view("practice", {
    title: texts("practice.title"),
    here: "/connections",
    answer: {
      tone: null,
      text: texts("practice.answer", { count: papers.length, vouchers: ledger.vouchers }),
    },
    ledger,
    papers: papers.slice(0, PAPERS).map((paper) => ({
      ...paper,
      href: practiceHref(page, practice, `/documents/${encodeURIComponent(paper.number)}`),
    })),
    more: papers.length > PAPERS ? papers.length - PAPERS : null,
    last: LAST,
    takeAction: hasLedger(page) || !page.can.act ? null : practiceHref(page, practice, "/take"),
    takeToken: await formToken(page, `practice:${practice.id}:take`),
    settingsHref: page.href("/settings", { connection: String(practice.id) }),
    ordersHref: page.href("/orders", { connection: String(practice.id) }),
    removeAction: page.href(`/connections/${practice.id}/remove`),
    removeToken: session.isAdmin ? await formToken(page, `connection:${practice.id}:remove`) : null,
  });
}

/** One document with its rows and the vouchers it led to. */
export async function showPracticePaper(
  page: Page,
  params: Readonly<Record<string, string>>,
): Promise<Answer> {
  const { context, texts } = page;
  const practice = practiceOf(page);
  const number = params["number"] ?? "";
  if (practice === null || !/^\d{1,9}$/.test(number)) return refusal("not_found");
  const paper = await openLedger(context, practice, "people").pages?.paper(number);
  if (paper === undefined || paper === null) return refusal("not_found");
  const orderPath = `/orders/${encodeURIComponent(paper.orderId)}`;
  return view("practice-paper", {
    ...paper,
    title: `${texts(`order.document.${paper.kind}`)} ${number}`,
    here: "/connections",
    answer: {
      tone: paper.isBooked ? "booked" : "waiting",
      text: texts(`practice.paper.${paper.isBooked ? "booked" : "draft"}`),
    },
    vouchers: paper.vouchers.map((voucher) => ({ ...voucher, lines: voucher.lines.map(oneSided) })),
    booksHref: practiceHref(page, practice),
    orderHref: page.href(orderPath, { connection: String(practice.id) }),
    creditsHref:
      paper.credits === null
        ? null
        : practiceHref(page, practice, `/documents/${encodeURIComponent(paper.credits)}`),
  });
}

/** Opens the books, or shows the open ones. */
export async function openPractice(page: Page): Promise<Answer> {
  const { context, installation, session } = page;
  if (!session.isAdmin) return refusal("forbidden");
  if (!(await isFormTokenValid(page, OPEN))) return refusal("form_expired");
  const system = offeredSystems(context).find((one) => one.isPractice);
  if (system === undefined) return refusal("not_found");
  const practice = await openOwnBooks(context, installation, system.id, session.userId);
  await practiseOnLastOrders(context, installation, practice, LAST);
  return redirect(page.href("/practice", { connection: String(practice.id), notice: "practice_open" }));
}

/** Points the books at the shop's last orders once more. */
export async function takeLastOrders(page: Page): Promise<Answer> {
  const { context, installation } = page;
  const practice = practiceOf(page);
  if (practice === null) return refusal("not_found");
  if (!(await isFormTokenValid(page, `practice:${practice.id}:take`))) return refusal("form_expired");
  const count = await practiseOnLastOrders(context, installation, practice, LAST);
  const notice = count === null ? "shop_away" : count === 0 ? "practice_none" : "practice_taken";
  return redirect(practiceHref(page, practice, "", { notice }));
}

/** The side of a line that is nothing stays empty. */
const oneSided = (line: PracticeLine) => ({
  ...line,
  debit: isNothing(line.debit) ? null : line.debit,
  credit: isNothing(line.credit) ? null : line.credit,
});

const isNothing = (amount: string): boolean => isDecimalZero(parseDecimal(amount));
