import { orderAnswer } from "../../../plugin/api/merchant/order-answer.ts";
import { formatMoney, parseMoney } from "../../../plugin/domain/money.ts";
import type { Shopify } from "../../../sandbox/platforms/shopify/server.ts";
import { describedApi } from "../described-api.ts";
import { eventually } from "../eventually.ts";
import type { OrderView } from "../merchant.ts";
import type { Market, ShopWorld } from "./shop-world.ts";

/** A shop on Shopify; its merchant has opened the app in the admin once. */
export async function shopifyWorld(
  shopify: Shopify,
  app: { readonly publicUrl: string },
  { country, currency, rates }: Market,
): Promise<ShopWorld> {
  const call = await describedApi(app.publicUrl);
  await shopify.install();
  const opened = await fetch(await shopify.appAddress("/shopify"));
  if (opened.status !== 200) throw new Error(`the app did not open: ${opened.status}`);

  const api: ShopWorld["api"] = async (method, path, body) =>
    call({ method, path, token: await shopify.sessionToken(), body });
  const view = async (id: string): Promise<OrderView | null> => {
    const answer = await api("GET", `/orders/${id}`);
    return answer.status === 404 ? null : orderAnswer.parse(answer.body);
  };
  const found = (id: string) => {
    const order = shopify.order(id);
    if (order === undefined) throw new Error(`no order ${id}`);
    return order;
  };

  return {
    api,
    async waitForOrder(id, until, patienceMs) {
      const isEnough = typeof until === "string" ? (one: OrderView) => one.state === until : until;
      const what = `what is expected of Shopify's order ${id}`;
      const seen = await eventually(
        () => view(id),
        (one) => one !== null && isEnough(one),
        what,
        patienceMs,
      );
      return orderAnswer.parse(seen);
    },
    async place({ items, freight, paid, buyer }) {
      const { id } = await shopify.place({
        paid,
        ...(buyer === undefined ? {} : { taxExempt: true, company: { ...buyer, taxExempt: true } }),
        lines: items.map(({ rate, price, ...item }) => ({
          ...item,
          unitPrice: price,
          rate: buyer === undefined ? rates[rate] : null,
        })),
        shipping: freight === undefined ? [] : [{ price: freight, rate: rates.standard }],
        customer: { firstName: "Maja", lastName: "Lind", email: "maja@example.com" },
        billingAddress: { firstName: "Maja", lastName: "Lind", countryCode: buyer?.country ?? country },
      });
      return id;
    },
    async pay(id) {
      await shopify.pay(id);
    },
    async cancel(id) {
      await shopify.cancel(id);
    },
    async refundOne(id, item) {
      const lines = found(id).lines.filter((line) => line.sku === item.sku);
      await shopify.refund(id, { lines: lines.map((line) => ({ lineId: line.id, quantity: 1 })) });
    },
    async refundInFull(id) {
      const { lines, shipping } = found(id);
      await shopify.refund(id, {
        lines: lines.map((line) => ({ lineId: line.id, quantity: line.quantity })),
        shipping: shipping.length > 0,
      });
    },
    taken(id) {
      const sale = found(id).transactions.find((one) => one.kind === "SALE");
      return formatMoney(parseMoney(sale?.amount.buyer ?? "0", currency));
    },
    keepQuiet(isQuiet) {
      shopify.faults.webhooksDrop = isQuiet;
    },
  };
}
