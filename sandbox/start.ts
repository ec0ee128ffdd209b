import { type App, firstTime } from "./first-time.ts";
import { type StandIns, startStandIns } from "./stand-ins.ts";

export interface DemoOptions {
  readonly dataDir: string;
  /** The app's port; shops and ledgers take the next ones. */
  readonly port: number;
}

/**
 * The whole product to try out: shops, ledgers and the app between them, on this machine only. The first start installs
 * the app, connects a ledger and places orders; later ones go on with the same data.
 */
export async function startDemo(
  startApp: (addresses: Readonly<Record<string, string>>, afterStop: () => Promise<void>) => Promise<App>,
  options: DemoOptions,
): Promise<void> {
  const standIns = await startStandIns(options);
  const app = await startApp(standIns.addresses, () => standIns.close());
  if (standIns.shop.orders().length === 0) {
    console.log("First start: installing the app in two shops, connecting a ledger, placing orders ...");
    await firstTime(app, standIns);
  }
  console.log(guide(app, standIns));
}

function guide(app: App, { shop, shopify, site, fortnox, dynaccount, accountsIq, keys }: StandIns): string {
  const client = site.newClient();
  const typed = (name: keyof StandIns["keys"]): string =>
    Object.entries(keys[name])
      .map(([field, value]) => `${field} ${value}`)
      .join(", ");
  return `
  Shops, their books and the app between them are running on this machine.

    The shop's admin    ${shop.url}/admin
    The app inside it   ${shop.url}/admin/apps/accounting
    The ledger          ${fortnox.url}/

  Place a test order in the shop's admin and watch it arrive in the ledger. More to try:

    Shopify             ${shopify.adminUrl()}
    SubscriptionFlow    ${site.origin}/admin
      sign up at        ${app.publicUrl}/embedded/sign-up/subscriptionflow
      with              site ${site.url}, client id ${client.id}, client secret ${client.secret}
    Dynaccount          ${dynaccount.url}/
      keys              ${typed("Dynaccount")}
    AccountsIQ          ${accountsIq.url}/
      keys              ${typed("AccountsIQ")}

  Ctrl-C ends everything; the data stays.
`;
}
