import type { Site } from "../../../sandbox/platforms/subscriptionflow/server.ts";
import { openClub } from "../club.ts";
import type { House } from "../house.ts";
import type { Business, Market, ShopWorld } from "./shop-world.ts";

/** A site of SubscriptionFlow: invoices of charges, and money that comes and goes by amounts. */
export async function subscriptionFlowWorld(site: Site, house: House, market: Market): Promise<ShopWorld> {
  const { country, currency, timeZone, rates } = market;
  const club = await openClub(house, site);
  const signedUp = await club.signUp({ country, currency, time_zone: timeZone });
  if (signedUp.status !== 200) throw new Error(`no sign-up: ${signedUp.text}`);
  club.pasteWebhooks();
  const maja = site.addCustomer({ name: "Maja Lind", email: "maja@example.com", country });
  const companyOf = ({ name, country, vatNumber }: Business) =>
    site.addCustomer({ name, company: name, country, vat_id: vatNumber });

  const paymentOf = (id: string) => {
    const payment = site
      .transactions()
      .find((one) => one.type === "Transaction" && one.invoices.some((share) => share.invoice_id === id));
    if (payment === undefined) throw new Error(`invoice ${id} is not paid`);
    return payment;
  };

  return {
    api: club.api,
    waitForOrder: club.waitForOrder,
    // Freight is left out: nothing of an invoice here is one.
    async place({ items, paid, buyer }) {
      const { id } = site.placeInvoice({
        customer: (buyer === undefined ? maja : companyOf(buyer)).id,
        arithmetic: "inclusive",
        is_oneoff: true,
        lines: items.map(({ quantity, price, rate, ...item }) => ({
          ...item,
          quantity: String(quantity),
          unit_price: price,
          rate: buyer === undefined ? rates[rate] : "0",
        })),
        paid_by: paid ? "Card" : null,
      });
      return id;
    },
    async pay(id) {
      site.pay(id, { by: "Card" });
    },
    async cancel(id) {
      site.voidInvoice(id);
    },
    async refundOne(id, item) {
      site.refund(paymentOf(id).id, { amount: item.price });
    },
    async refundInFull(id) {
      const { id: payment, amount } = paymentOf(id);
      site.refund(payment, { amount });
    },
    taken: (id) => paymentOf(id).amount,
    keepQuiet(isQuiet) {
      site.faults.webhooksDrop = isQuiet;
    },
  };
}
