import { type Code, codes, type TransferState, type Warning, warnings } from "../../domain/problem.ts";
import { codeSentence } from "../orders/order-row.ts";
import { type Answer, type Page, view } from "../page.ts";
import { type Guides, guideLinks } from "./guides.ts";

const STATES: readonly TransferState[] = ["held", "waiting", "skipped"];
const KEYS = ["/", "j", "k", "x", "Enter", "s", "?"] as const;
const KEY_NAMES: Readonly<Record<string, string>> = { "/": "slash", "?": "question" };

/** What each state and code means and what to do about it: written from the one table of codes. */
export async function showHelp(page: Page, guides: Guides): Promise<Answer> {
  const { texts } = page;
  const all = Object.keys(codes).filter((code): code is Code => code in codes);
  return view("help", {
    title: texts("help.title"),
    here: "/help",
    answer: { tone: null, text: texts("help.answer") },
    guides: guideLinks(page, guides),
    groups: STATES.map((state) => ({
      state,
      intro: texts(`help.state.${state}`),
      codes: all
        .filter((code) => codes[code].state === state)
        .map((code) => ({
          code,
          sentence: codeSentence(page, code),
          action: texts(`code.${code}.action`),
        })),
    })),
    warnings: Object.keys(warnings)
      .filter((name): name is Warning => name in warnings)
      .map((name) => ({ name, text: texts(`warning.${name}`, { or: warnings[name] }) })),
    keys: KEYS.map((key) => ({ key, text: texts(`help.key.${KEY_NAMES[key] ?? key}`) })),
  });
}
