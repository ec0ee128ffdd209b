import { minorUnits } from "../../domain/currency.ts";
import type { LedgerFacts } from "../../domain/ledger-facts.ts";
import {
  divideEvenly,
  formatDecimal,
  formatMoney,
  isZero,
  type Money,
  parseDecimal,
  parseMoney,
  subtract,
  sum,
  vatInGross,
  zero,
} from "../../domain/money.ts";
import type { PlannedArticle, PlannedRow } from "../../domain/plan.ts";
import type { Settings } from "../../settings/schema.ts";
import { dayIn } from "../dates.ts";
import type { DecisionInput } from "../input.ts";
import { type RowRules, rowRules } from "../rules/rules.ts";
import { saleDay } from "../sale-day.ts";
import { renderText } from "../texts.ts";
import { type AccountChoice, chooseAccount, isHomeRate, isOssRate, type Span } from "../vat/accounts.ts";
import { classify } from "../vat/classify.ts";
import type { Classified, Seller } from "../vat/sale.ts";
import { isNamelessShipping, type Words, wordsFor } from "../words.ts";
import { type Item, isFree, part, type TaxPart } from "./items.ts";
import type { RowForm } from "./row-form.ts";

/** A row before its price form is chosen. */
export interface DraftRow {
  readonly item: Item;
  readonly part: TaxPart;
  readonly classified: Classified;
  readonly choice: AccountChoice;
  /** What the merchant's rules and dimensions say about it. */
  readonly ruled: RowRules;
}

/** The seller on a day of supply, by which rates are known; without one the day on which the order is booked. */
export function sellerOf(input: DecisionInput, supplied?: string): Seller {
  const { settings, facts } = input;
  const day = supplied ?? supplySpan(input).to;
  const country = settings.vat.seller_country ?? input.shopCountry;
  return {
    country,
    settings,
    day,
    checks: input.vatNumberChecks ?? [],
    shopChecksNumbers: input.shopChecksNumbers !== false,
    isHomeRate: (rate) => isHomeRate(rate, country, settings, facts, day),
    isOssRate: (rate, place) => isOssRate(rate, place, settings),
  };
}

/** From the day of the order to that of the supply: a rate may have changed in between. */
export function supplySpan(input: DecisionInput, supplied?: string): Span {
  const { order } = input;
  const from = dayIn(order.timeZone, order.createdAt);
  const to = supplied ?? saleDay(input);
  return to < from ? { from: to, to } : { from, to };
}

/**
 * Classifies every part and finds its account. Free parts follow the first that costs something (R5).
 * `supplied` is the day of supply where it is not that of the order itself (an exchange).
 */
export function draftRows(items: readonly Item[], input: DecisionInput, supplied?: string): DraftRow[] {
  const span = supplySpan(input, supplied);
  const seller = sellerOf(input, span.to);
  const priced = new Map<TaxPart, DraftRow>();
  for (const item of items) {
    for (const one of item.parts) {
      if (isFree(one)) continue;
      const classified = classify(input.order, item, one, seller);
      const ruled = rowRules(item, input.order, input.settings, seller.country);
      const choice = chooseAccount(classified, item.kind, input.settings, input.facts, span, ruled);
      priced.set(one, { item, part: carved(one, classified), classified, choice, ruled });
    }
  }
  const first = [...priced.values()].find((draft) => !draft.item.isOutside);
  return items.flatMap((item) =>
    item.parts.map((one) => priced.get(one) ?? freeRow(item, one, first, seller, input)),
  );
}

function carved(one: TaxPart, classified: Classified): TaxPart {
  if (classified.carveRate === null) return one;
  const vat = vatInGross(one.gross, classified.carveRate);
  return part(classified.carveRate, subtract(one.gross, vat), vat);
}

function freeRow(
  item: Item,
  one: TaxPart,
  first: DraftRow | undefined,
  seller: Seller,
  input: DecisionInput,
): DraftRow {
  const ruled = rowRules(item, input.order, input.settings, seller.country);
  if (first !== undefined) {
    return {
      item,
      part: part(first.classified.rate, one.net, one.vat),
      classified: first.classified,
      choice: first.choice,
      ruled,
    };
  }
  const standard = input.facts.defaultAccounts.find((row) => row.treatment === "domestic");
  const rate = parseDecimal(standard?.rate ?? "0");
  return {
    item,
    part: part(rate, one.net, one.vat),
    classified: {
      treatment: "domestic",
      country: seller.country,
      rate,
      why: "free of charge",
      rule: null,
      carveRate: null,
    },
    choice: {
      account: standard?.account ?? null,
      vatCode: standard?.vatCode ?? null,
      why: "the ledger's own account",
      namesRate: true,
    },
    ruled,
  };
}

export function rowOf(draft: DraftRow, form: RowForm, input: DecisionInput): PlannedRow {
  const { order, settings } = input;
  const { item, part: one, classified, choice, ruled } = draft;
  const amount = form === "gross" ? one.gross : one.net;
  const unit =
    item.parts.length > 1 ? null : divideEvenly(amount, item.quantity, minorUnits(amount.currency));
  const quantity = formatDecimal(item.quantity);
  const isDivisible = unit !== null && /^\d+(\.\d{1,2})?$/.test(quantity);
  return {
    kind: item.kind,
    sourceId: item.id,
    text: textOf(
      ruled.text === undefined
        ? titleOf(item, wordsFor(input))
        : (renderText(ruled.text, order, { lineTitle: item.text }) ?? item.text),
      item,
      one,
      isDivisible,
      wordsFor(input),
    ),
    quantity: isDivisible ? quantity : "1",
    unitPrice: formatMoney(isDivisible ? unit : amount),
    net: formatMoney(one.net),
    vat: formatMoney(one.vat),
    gross: formatMoney(one.gross),
    vatRate: formatDecimal(one.rate),
    treatment: classified.treatment,
    country: classified.country,
    vatRule: classified.rule,
    account: choice.account,
    vatCode: choice.vatCode,
    nature: item.nature,
    article: articleOf(item, settings, ruled.article),
    costCentre: ruled.cost_centre ?? null,
    project: ruled.project ?? null,
    biCode: ruled.bi_code ?? null,
    why: [classified.why, choice.why, ...ruled.why].join(" · "),
  };
}

/** The text says what the numbers no longer show: a quantity folded into the price, a discount, the rate of a split row. */
function textOf(text: string, item: Item, one: TaxPart, quantityShown: boolean, words: Words): string {
  const notes: string[] = [];
  if (!quantityShown && formatDecimal(item.quantity) !== "1")
    notes.push(words.pieces(formatDecimal(item.quantity)));
  if (item.parts.length > 1) notes.push(`${formatDecimal(one.rate)} %`);
  if (!isZero(item.discount)) notes.push(words.discount(formatMoney(item.discount)));
  return notes.length === 0 ? text : `${text} (${notes.join(", ")})`;
}

const titleOf = (item: Item, words: Words): string =>
  item.kind === "shipping" && isNamelessShipping(item.text) ? words.shipping : item.text;

function articleOf(item: Item, settings: Settings, ruled: string | undefined): PlannedArticle | null {
  const { products } = settings;
  const named = (sku: string | undefined): PlannedArticle | null =>
    sku === undefined
      ? null
      : { sku, barcode: null, title: item.text, nature: item.nature, platformId: null, fixed: true };
  if (ruled !== undefined) return named(ruled);
  if (item.kind === "shipping") return named(products.shipping_article);
  if (item.kind === "fee") return named(products.fee_article);
  if (item.kind !== "line") return null;
  if (products.mode === "fallback_only" || item.sku === null || item.sku === "")
    return named(products.fallback_article);
  return {
    sku: item.sku,
    barcode: null,
    title: item.text,
    nature: item.nature,
    platformId: item.productId,
    fixed: false,
  };
}

/** A row without VAT that carries a difference: rounding between lines and total (R3), or cash rounding (R12). */
export function roundingRow(
  amount: Money,
  text: string,
  account: string | undefined,
  country: string,
  facts: LedgerFacts,
  why: string,
): PlannedRow {
  const value = formatMoney(amount);
  return {
    kind: "rounding",
    sourceId: null,
    text,
    quantity: "1",
    unitPrice: value,
    net: value,
    vat: formatMoney(zero(amount.currency)),
    gross: value,
    vatRate: "0",
    treatment: "outside",
    country,
    account: account ?? facts.roundingAccount,
    vatCode: null,
    article: null,
    costCentre: null,
    project: null,
    why,
  };
}

/** The tax a marketplace remits, as a row of its own: not our revenue, not our VAT. */
export function channelTaxRows(items: readonly Item[], input: DecisionInput): PlannedRow[] {
  const country = sellerOf(input).country;
  return items
    .filter((item) => !isZero(item.channelTax))
    .map((item) => {
      const rate = parseDecimal("0");
      const classified = {
        treatment: "outside",
        country,
        rate,
        why: "",
        rule: 1,
        carveRate: null,
      } as const;
      const choice = chooseAccount(classified, "channel_tax", input.settings, input.facts, null);
      return {
        ...roundingRow(
          item.channelTax,
          wordsFor(input).marketplaceTax(item.text),
          undefined,
          country,
          input.facts,
          "",
        ),
        kind: "channel_tax" as const,
        sourceId: item.id,
        ...(item.kind === "shipping" && { ofShipping: true as const }),
        vatRule: classified.rule,
        account: choice.account,
        why: `the marketplace remits this tax · ${choice.why}`,
      };
    });
}

export interface RowSums {
  readonly net: string;
  readonly vat: string;
  readonly gross: string;
  readonly rounding: string;
}

/** Sums for the document's head; rounding rows count apart (R1). */
export function sumRows(rows: readonly PlannedRow[], currency: string): RowSums {
  const total = (pick: (row: PlannedRow) => string, kind: boolean): string =>
    formatMoney(
      sum(
        rows
          .filter((row) => (row.kind === "rounding") === kind)
          .map((row) => parseMoney(pick(row), currency)),
        currency,
      ),
    );
  return {
    net: total((row) => row.net, false),
    vat: total((row) => row.vat, false),
    gross: total((row) => row.gross, false),
    rounding: total((row) => row.gross, true),
  };
}
