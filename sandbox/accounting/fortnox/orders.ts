import { nextNumber, ordersOf } from "./company.ts";
import { decimal, jsonNumber, moneyText } from "./decimal.ts";
import { refused, unlisted } from "./errors.ts";
import type { Patch } from "./fields.ts";
import { documentNumber, ocrOf } from "./invoice-defaults.ts";
import { shownInvoice } from "./invoice-view.ts";
import { changed, composed, type InvoicePatch } from "./invoice-write.ts";
import { listed } from "./listing.ts";
import { orderFields, type orderRowFields } from "./order-fields.ts";
import type { InvoiceRecord, OrderRecord } from "./records.ts";
import { type Call, created, existing, fieldsOf, found, type Reply, type Route, urlOf } from "./routes.ts";
import { daysAfter, isCalendarDay, swedishDate } from "./swedish-time.ts";

const one = "/orders/:number";
const scope = "order";

export const orderRoutes: readonly Route[] = [
  { method: "GET", path: "/orders", scope, handle: listOrders },
  { method: "POST", path: "/orders", scope, handle: createOrder },
  { method: "GET", path: one, scope, handle: (call) => found("Order", shownOrder(call, orderOf(call))) },
  { method: "PUT", path: one, scope, handle: updateOrder },
  { method: "PUT", path: `${one}/createinvoice`, scope, handle: createInvoice },
  { method: "PUT", path: `${one}/cancel`, scope, handle: cancelOrder },
];

type OrderPatch = Patch<typeof orderFields>;
type OrderRowPatch = Patch<typeof orderRowFields>;

function orderOf(call: Call): OrderRecord {
  return existing(ordersOf(call.company).get(call.param("number")), "order");
}

function saved(call: Call, order: OrderRecord): OrderRecord {
  const stamped = { ...order, modifiedAt: call.clock().toISOString() };
  ordersOf(call.company).set(order.DocumentNumber, stamped);
  return stamped;
}

function createOrder(call: Call): Reply {
  const patch = fieldsOf(call, "Order", orderFields);
  const OrderDate = patch.OrderDate ?? swedishDate(call.clock());
  const document = composed(call, invoicePatch(patch, OrderDate));
  const order = saved(call, {
    DocumentNumber: orderNumber(call, patch.DocumentNumber ?? undefined),
    OrderDate,
    DeliveryState: patch.DeliveryState ?? "delivery",
    OrderType: patch.OrderType ?? "Order",
    CopyRemarks: patch.CopyRemarks ?? true,
    Cancelled: false,
    Sent: false,
    InvoiceReference: null,
    ordered: orderedIn(document, patch.OrderRows ?? [], []),
    document,
    modifiedAt: "",
  });
  return created("Order", shownOrder(call, order));
}

function updateOrder(call: Call): Reply {
  const order = orderOf(call);
  const patch = fieldsOf(call, "Order", orderFields);
  if (order.InvoiceReference !== null) throw refused("orderInvoiced");
  if (order.Cancelled) throw unlisted("Ordern är makulerad och kan inte ändras");
  const OrderDate = patch.OrderDate ?? order.OrderDate;
  const document = changed(call, order.document, invoicePatch(patch, OrderDate));
  const { OrderRows: rows } = patch;
  const ordered = rows === undefined ? order.ordered : orderedIn(document, rows ?? [], order.ordered);
  return found("Order", shownOrder(call, saved(call, { ...order, OrderDate, ordered, document })));
}

/** The order in the words of an invoice: delivered is what was ordered, until the request says otherwise. */
function invoicePatch(patch: OrderPatch, InvoiceDate: string): InvoicePatch {
  const { OrderDate: _date, DeliveryState: _state, OrderType: _type, CopyRemarks: _copy, ...rest } = patch;
  const { OrderRows: rows, DocumentNumber: _number, ...header } = rest;
  return {
    ...header,
    InvoiceDate,
    ...(rows === undefined ? {} : { InvoiceRows: rows === null ? null : rows.map(deliveredRow) }),
  };
}

function deliveredRow({
  OrderedQuantity,
  ...row
}: OrderRowPatch): NonNullable<InvoicePatch["InvoiceRows"]>[number] {
  const isGiven = row.DeliveredQuantity !== undefined || OrderedQuantity === undefined;
  return isGiven ? row : { ...row, DeliveredQuantity: OrderedQuantity };
}

function orderedIn(
  document: InvoiceRecord,
  rows: readonly OrderRowPatch[],
  before: readonly string[],
): string[] {
  return document.InvoiceRows.map((row, index) =>
    moneyText(decimal(rows[index]?.OrderedQuantity ?? before[index] ?? row.DeliveredQuantity)),
  );
}

function orderNumber(call: Call, asked: string | undefined): string {
  const orders = ordersOf(call.company);
  if (asked === undefined) {
    let number = String(nextNumber(call.company, "order"));
    while (orders.has(number)) number = String(nextNumber(call.company, "order"));
    return number;
  }
  if (!/^[1-9]\d{0,17}$/.test(asked)) throw unlisted(`Ogiltigt dokumentnummer (${asked})`);
  if (orders.has(asked)) throw refused("orderNumberTaken");
  return asked;
}

/** Makes the invoice of what was delivered, dated today; a second call is refused. */
function createInvoice(call: Call): Reply {
  const { company } = call;
  const order = orderOf(call);
  if (order.Cancelled) throw unlisted("Ordern är makulerad");
  if (order.InvoiceReference !== null) throw refused("orderInvoiced");
  const DocumentNumber = documentNumber(company);
  const InvoiceDate = swedishDate(call.clock());
  const { document } = order;
  const terms = Number(/^\d+$/.exec(document.TermsOfPayment ?? "")?.[0] ?? "30");
  company.invoices.set(DocumentNumber, {
    ...document,
    DocumentNumber,
    OCR: ocrOf(DocumentNumber),
    InvoiceDate,
    DueDate: daysAfter(InvoiceDate, terms),
    Remarks: order.CopyRemarks ? document.Remarks : null,
    OrderReference: order.DocumentNumber,
    modifiedAt: call.clock().toISOString(),
  });
  return found("Order", shownOrder(call, saved(call, { ...order, InvoiceReference: DocumentNumber })));
}

function cancelOrder(call: Call): Reply {
  const order = orderOf(call);
  if (order.InvoiceReference !== null) throw refused("orderInvoiced");
  if (order.Cancelled) throw unlisted("Ordern är redan makulerad");
  return found("Order", shownOrder(call, saved(call, { ...order, Cancelled: true })));
}

/** One order as the vendor shows it: the head of an invoice without what only invoices have. */
function shownOrder(call: Call, order: OrderRecord) {
  const { InvoiceRows, ...head } = shownInvoice(call, order.document);
  const shown = Object.entries(head).filter(([name]) => !INVOICE_ONLY.has(name));
  return {
    ...Object.fromEntries(shown),
    "@url": urlOf(call, "orders", order.DocumentNumber),
    DocumentNumber: order.DocumentNumber,
    OrderDate: order.OrderDate,
    DeliveryState: order.DeliveryState,
    OrderType: order.OrderType,
    CopyRemarks: order.CopyRemarks,
    Cancelled: order.Cancelled,
    Sent: order.Sent,
    InvoiceReference: order.InvoiceReference ?? "0",
    OrderRows: InvoiceRows.map((row, index) => ({
      ...row,
      OrderedQuantity: order.ordered[index] ?? row.DeliveredQuantity,
      ReservedQuantity: "0.00",
    })),
  };
}

const INVOICE_ONLY: ReadonlySet<string> = new Set([
  "AccountingMethod",
  "Balance",
  "Booked",
  "Credit",
  "CreditInvoiceReference",
  "DueDate",
  "EDIInformation",
  "EUQuarterlyReport",
  "FinalPayDate",
  "InvoiceDate",
  "InvoiceType",
  "LastRemindDate",
  "NoxFinans",
  "OCR",
  "OrderReference",
  "OutboundDate",
  "Reminders",
  "VoucherNumber",
  "VoucherSeries",
  "VoucherYear",
]);

function listOrders(call: Call): Reply {
  return listed(call, ordersOf(call.company).values(), {
    key: "Orders",
    item: (order) => ({
      "@url": urlOf(call, "orders", order.DocumentNumber),
      Cancelled: order.Cancelled,
      Currency: order.document.Currency,
      CustomerName: order.document.CustomerName,
      CustomerNumber: order.document.CustomerNumber,
      DeliveryDate: order.document.DeliveryDate,
      DocumentNumber: order.DocumentNumber,
      ExternalInvoiceReference1: order.document.ExternalInvoiceReference1 ?? "",
      ExternalInvoiceReference2: order.document.ExternalInvoiceReference2 ?? "",
      OrderDate: order.OrderDate,
      OrderType: order.OrderType,
      Project: order.document.Project ?? "",
      Sent: order.Sent,
      Total: jsonNumber(order.document.Total),
    }),
    filters: {
      cancelled: (order) => order.Cancelled,
      // Orders have no day on which they end here.
      expired: () => false,
      invoicecreated: (order) => order.InvoiceReference !== null,
      invoicenotcreated: (order) => order.InvoiceReference === null && !order.Cancelled,
    },
    contains: {
      customernumber: ({ document }) => [document.CustomerNumber],
      customername: ({ document }) => [document.CustomerName],
      documentnumber: (order) => [order.DocumentNumber],
      costcenter: ({ document }) => [document.CostCenter],
      project: ({ document }) => [document.Project],
      ourreference: ({ document }) => [document.OurReference],
      yourreference: ({ document }) => [document.YourReference],
      externalinvoicereference1: ({ document }) => [document.ExternalInvoiceReference1],
      externalinvoicereference2: ({ document }) => [document.ExternalInvoiceReference2],
      ordertype: (order) => [order.OrderType],
    },
    matches: {
      sent: (order, value) => String(order.Sent) === value,
      notcompleted: ({ document }, value) => String(document.NotCompleted ?? false) === value,
      label: ({ document }, value) => (document.Labels ?? []).some((label) => String(label.Id) === value),
      fromdate: (order, value) => order.OrderDate >= dayIn(value),
      todate: (order, value) => order.OrderDate <= dayIn(value),
    },
    sorts: {
      customername: ({ document }) => document.CustomerName ?? "",
      customernumber: ({ document }) => document.CustomerNumber,
      documentnumber: (order) => order.DocumentNumber,
      orderdate: (order) => order.OrderDate,
    },
    modifiedAt: (order) => order.modifiedAt,
  });
}

function dayIn(value: string): string {
  if (!isCalendarDay(value)) throw refused("parameter", value);
  return value;
}
