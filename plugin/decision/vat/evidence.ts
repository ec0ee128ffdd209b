import type { Order } from "../../domain/order.ts";
import type { VatEvidence } from "../../domain/plan.ts";
import { RATE_TABLE } from "../../domain/vat-rates.ts";
import type { DecisionInput } from "../input.ts";
import { buyerNumber } from "./business.ts";

/** What the VAT of a document rests on, stored with it; the number of the rule stands on each row. */
export function vatEvidence(order: Order, input: DecisionInput): VatEvidence {
  const { shipTo, billTo, customer } = order;
  const sellerCountry = input.settings.vat.seller_country ?? input.shopCountry;
  const number = buyerNumber(order, shipTo?.country ?? sellerCountry)?.text ?? null;
  const place = (address: typeof shipTo) =>
    address === null ? null : { country: address.country, zip: address.zip, province: address.province };
  return {
    rateTable: RATE_TABLE,
    sellerCountry,
    shipTo: place(shipTo),
    billTo: place(billTo),
    buyerNumber: number,
    saidByPlatform: customer.vatNumberValid,
    check: input.vatNumberChecks?.find((one) => one.number === number) ?? null,
  };
}
