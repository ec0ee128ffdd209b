import { YEARS_OSS_IS_KEPT } from "../../domain/books-kept.ts";
import type { HeldData, HeldOrder } from "../../pipeline/erasure/held-data.ts";
import type { DataRequest } from "../../store/erasure/data-requests.ts";
import type { Page } from "../page.ts";

/** What we hold of a customer, in sentences of the reader's language: the merchant hands it on as it is. */
export function heldDataText(page: Page, { askedAt }: DataRequest, held: HeldData): string {
  const { texts, format, installation, context } = page;
  const told = (key: string, values: Record<string, unknown> = {}) => texts(`held_data.${key}`, values);
  const now = new Date(context.ports.clock.now()).toISOString();
  const days = { asked: format.instant(askedAt), made: format.instant(now) };
  const parts = [
    section(told("title", { shop: installation.tenantName, customer: held.customerId }), [
      told("made", days),
    ]),
    section(told("person"), peopleLines(page, held)),
    section(
      told("orders"),
      held.orders.flatMap((order) => orderLines(page, order)),
    ),
    section(told("kept"), keptLines(page, held)),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** A heading with a line under it; what is empty says so. */
function section(title: string, lines: readonly string[]): string {
  return [title, "-".repeat(title.length), ...lines].join("\n").trimEnd();
}

function peopleLines({ texts }: Page, { people, cards }: HeldData): string[] {
  if (people.length === 0) return [texts("held_data.nobody")];
  const fields = [
    "name",
    "email",
    "phone",
    "company",
    "organisationNumber",
    "vatNumber",
    "reference",
  ] as const;
  return [
    ...people.flatMap((one) => [
      ...fields.flatMap((field) => {
        const value = one[field];
        return typeof value === "string" ? [`${texts(`held_data.field.${field}`)}: ${value}`] : [];
      }),
      `${texts("held_data.field.bill")}: ${place(one.bill)}`,
      ...(one.ship === null ? [] : [`${texts("held_data.field.ship")}: ${place(one.ship)}`]),
      "",
    ]),
    ...cards.flatMap(({ number }) => (number === null ? [] : [texts("held_data.card", { number })])),
  ];
}

function orderLines({ texts, format, say }: Page, order: HeldOrder): string[] {
  const { number, orderId, orderedAt, total, currency, state, documents, log } = order;
  const heading = [
    texts("order.title", { number: number ?? orderId }),
    ...(orderedAt === null ? [] : [format.instant(orderedAt)]),
    ...(total === null || currency === null ? [] : [format.money(total, currency)]),
    ...(state === null ? [] : [texts(`state.${state}`)]),
  ].join(", ");
  return [
    heading,
    ...(documents.length === 0
      ? []
      : [`  ${texts("held_data.documents", { numbers: documents.join(", ") })}`]),
    ...log.map(({ at, message }) => `  ${format.stamp(at)}  ${say(message)}`),
    "",
  ];
}

/** What stays when the customer asks to be forgotten, and why (GDPR Art. 17(3)(b)). */
function keptLines({ texts }: Page, { yearsKept }: HeldData): string[] {
  return [
    texts("held_data.kept_what"),
    yearsKept === null
      ? texts("held_data.kept_unknown", { oss: YEARS_OSS_IS_KEPT })
      : texts("held_data.kept_years", { years: yearsKept, oss: YEARS_OSS_IS_KEPT }),
    texts("held_data.kept_ledger"),
  ];
}

function place(address: Readonly<Record<string, unknown>>): string {
  return ["name", "address1", "address2", "zip", "city", "country"]
    .flatMap((part) => {
      const value = address[part];
      return typeof value === "string" && value !== "" ? [value] : [];
    })
    .join(", ");
}
