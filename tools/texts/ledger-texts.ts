import { ledgers } from "../../plugin/connectors/index.ts";
import { settingsForm } from "../../plugin/settings/form.ts";
import { settingTexts } from "./catalogue.ts";
import type { Sentence } from "./sentences-in-code.ts";

const ANY_VALUE = "https://ledger.example";

/** What ledgers bring along for forms: labels of keys a person types, titles and helps of settings of their own. */
export function ledgerTexts(): Sentence[] {
  return ledgers.flatMap((system) => {
    const values = system.variables.map(({ name, default: usual }) => [name, usual ?? ANY_VALUE]);
    const { auth, settings, name } = system.connector(Object.fromEntries(values));
    const fields = auth.kind === "credentials" ? auth.fields : [];
    const own = settings === undefined ? [] : settingsForm(settings).slice(-1);
    return [
      ...fields.flatMap(({ label, help }) => (help === undefined ? [label] : [label, help])),
      ...Object.values(settingTexts(own)),
    ].map((text) => ({ file: name, text }));
  });
}
