import type { Settings } from "../../settings/schema.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { readInstallation } from "../../store/installations.ts";
import { type Context, connectorOf } from "../context.ts";
import { isAcceptable } from "../messages/webhook-endpoints.ts";
import { openShop } from "../shop.ts";
import type { SettingsError } from "./settings-error.ts";

/** What of a flow this ledger, this shop or this host cannot do, in words, at the step it is about. */
export async function flowErrors(
  context: Context,
  connection: StoredConnection,
  { orders }: Settings,
): Promise<SettingsError[]> {
  const { flow } = orders;
  const errors: SettingsError[] = [];
  const add = (index: number, code: string, message: string, path = "do"): void => {
    errors.push({ path: `orders.flow.${index}.${path}`, code, message });
  };
  const placeOf = (action: (typeof flow)[number]["do"][number]): number =>
    flow.findIndex((step) => step.do.includes(action));
  const { capabilities, name } = connectorOf(context, connection.system);
  const ordering = placeOf("order");
  if (ordering >= 0 && capabilities.orders !== true)
    add(ordering, "flow_orders", `cannot make orders: ${name} has none`);
  const mailing = placeOf("email");
  if (mailing >= 0 && orders.flow.length > 0 && !capabilities.canEmail && context.ports.mailer === null)
    add(mailing, "flow_email", `cannot send e-mails: neither ${name} nor this app has a mail server for it`);
  const capturing = placeOf("capture");
  if (capturing >= 0 && !(await mayCapture(context, connection)))
    add(capturing, "flow_capture", "may not take payments in the shop: grant it there first");
  for (const [index, { webhook }] of flow.entries()) {
    if (webhook !== undefined && !isAcceptable(webhook.url, context.app.loopbackAllowed))
      add(index, "flow_address", "needs an https address that others can reach", "webhook.url");
  }
  return errors;
}

async function mayCapture(context: Context, { installationId }: StoredConnection): Promise<boolean> {
  const installation = await readInstallation(context.store, installationId);
  return installation !== null && openShop(context, installation).capture !== undefined;
}
