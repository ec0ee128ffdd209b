import { compareDecimals, formatDecimal, parseDecimal, parseMoney, ratio } from "../../domain/money.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import { fix } from "../../domain/problem.ts";
import type { LedgerRef } from "../connector.ts";
import { transactionLines } from "./answers.ts";
import { type Client, failed, type Reply } from "./client.ts";
import { transactionOf } from "./refs.ts";
import type { Registers } from "./registers.ts";

export interface Rates {
  /** Between a document's currency and the books' own; a credit note has that of what it credits (R11). */
  of(
    document: Pick<PlannedDocument, "currency" | "exchangeRate">,
    credits: LedgerRef | null,
  ): Promise<Reply<string>>;
  /** Between the currency of a bank account and the books' own. */
  ofBank(account: string): Promise<Reply<string>>;
}

export function createRates(client: Client, registers: Registers): Rates {
  async function ofCurrency(code: string): Promise<Reply<string>> {
    const currencies = await registers.currencies();
    if (!currencies.ok) return currencies;
    const found = currencies.value.find((one) => one.CurrencyCode === code);
    if (found === undefined) return failed(notEnabled(code));
    return found.IsBaseCurrency ? { ok: true, value: "1" } : await registers.rate(code);
  }

  return {
    async of(document, credits) {
      const current = await ofCurrency(document.currency);
      if (!current.ok || current.value === "1") return current;
      const original = credits === null ? null : transactionOf(credits);
      if (original !== null) {
        const subject = "the document that is credited";
        const inside = { transactionID: original };
        const read = await client.call("GetTransaction", inside, transactionLines, { subject });
        if (!read.ok) return read;
        const rate = read.value.Lines.find((line) => line.ExchangeRate !== undefined)?.ExchangeRate;
        if (rate !== undefined) return { ok: true, value: rate };
      }
      return { ok: true, value: inTheirTerms(document.exchangeRate, current.value) };
    },

    async ofBank(account) {
      const banks = await registers.banks();
      if (!banks.ok) return banks;
      const found = banks.value.find((one) => one.Code === account);
      // An unknown one is refused by the receipt itself, in better words.
      return found === undefined || found.CurrencyCode === ""
        ? { ok: true, value: "1" }
        : await ofCurrency(found.CurrencyCode);
    },
  };
}

/**
 * The shop's rate the way round in which the books write theirs (U4: which way that is, is not published): whichever of
 * it and its inverse is nearer to the books' own rate of today. Without one, theirs.
 */
export function inTheirTerms(shopRate: string | null, theirs: string): string {
  if (shopRate === null) return theirs;
  const inverse = formatDecimal(ratio(parseMoney("1", "EUR"), parseMoney(rounded(shopRate), "EUR")));
  return isNearer(shopRate, inverse, theirs) ? shopRate : rounded(inverse, 6);
}

function isNearer(one: string, other: string, target: string): boolean {
  // Quotients compare rates fairly: 0.5 is as far from 1 as 2 is.
  const distance = (rate: string): ReturnType<typeof parseDecimal> => {
    const [a, b] = [parseDecimal(rate), parseDecimal(target)];
    const [small, large] = compareDecimals(a, b) < 0 ? [rate, target] : [target, rate];
    return ratio(parseMoney(rounded(large), "EUR"), parseMoney(rounded(small), "EUR"));
  };
  return compareDecimals(distance(one), distance(other)) <= 0;
}

const DECIMALS = 8;

/** At most `decimals` decimals, cut off: more than any rate is told with. */
function rounded(text: string, decimals = DECIMALS): string {
  const [whole = "0", rest = ""] = text.split(".");
  return rest === "" ? whole : `${whole}.${rest.slice(0, decimals)}`;
}

const notEnabled = (currency: string) =>
  fix("CURRENCY_NOT_ENABLED", `AccountsIQ does not have the currency ${currency}. Add it there.`, {
    place: "ledger",
  });
