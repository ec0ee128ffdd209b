import type { Connector } from "../connectors/connector.ts";
import type { MailLayout } from "../mail/layout.ts";
import type { AppIdentity, Platform } from "../platforms/platform.ts";
import type { Ports } from "../ports.ts";
import type { Store } from "../store/database.ts";
import type { Vies } from "../vies/client.ts";
import type { NotificationWriter } from "./notifications/notification.ts";

/** What every step of the pipeline is given: made once by `createPlugin`. */
export interface Context {
  readonly store: Store;
  readonly ports: Ports;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly connectors: ReadonlyMap<string, Connector>;
  /** The register of VAT numbers. */
  readonly vies: Vies;
  readonly app: AppIdentity;
  readonly publicUrl: string;
  /** Names this process in leases. */
  readonly owner: string;
  readonly sweepIntervalMs: number;
  /** Puts the text of a mail into its HTML. */
  readonly mailLayout: MailLayout;
  /** Says a sentence of ours in the language of a country; English where it is not ours or the sentence unknown. */
  readonly sayIn: (country: string, english: string) => string;
  /** Puts into words what mails tell the merchant. */
  readonly notifications: NotificationWriter;
}

/** The platform of an installation. Unknown is a bug: the row was written by an adapter that is gone. */
export function platformOf(context: Context, id: string): Platform {
  const platform = context.platforms.get(id);
  if (platform === undefined) throw new Error(`no such platform: ${id}`);
  return platform;
}

export function connectorOf(context: Pick<Context, "connectors">, id: string): Connector {
  const connector = context.connectors.get(id);
  if (connector === undefined) throw new Error(`no such ledger: ${id}`);
  return connector;
}
