import { type Context, connectorOf } from "../../pipeline/context.ts";
import type { About } from "../../pipeline/notifications/notification.ts";
import type { Clock } from "../../ports.ts";
import { type Format, formatFor } from "../words/format.ts";
import { type Language, languageOfCountry, type Speak } from "../words/texts.ts";

/** What every letter is written with. */
export interface Desk {
  readonly viewsDirectory: string;
  readonly speak: Speak;
  readonly connectors: Context["connectors"];
  readonly clock: Clock;
  readonly publicUrl: string;
}

/** Who gets a mail: language and way of writing of the shop's country, and addresses of the connection's pages. */
export interface Correspondent extends Language {
  readonly format: Format;
  readonly shop: string;
  readonly ledger: string;
  readonly company: string;
  /** The absolute address of a page of the panel, without any session. */
  link(path: string): string;
}

export function correspondentOf(desk: Desk, { installation, connection }: About): Correspondent {
  const language = desk.speak(languageOfCountry(installation.country));
  const ledger = connectorOf(desk, connection.system).name;
  return {
    ...language,
    format: formatFor(language.locale, installation.timeZone, desk.clock.now()),
    shop: installation.tenantName,
    ledger,
    company: connection.companyName ?? ledger,
    link(path) {
      const url = new URL(path, desk.publicUrl);
      url.searchParams.set("connection", String(connection.id));
      return url.href;
    },
  };
}
