import type { Connector } from "../../plugin/connectors/connector.ts";
import { ledgers } from "../../plugin/connectors/index.ts";
import { type FieldShape, type MemberShape, settingsForm } from "../../plugin/settings/form.ts";
import { settingTexts } from "./catalogue.ts";
import type { Sentence } from "./sentences-in-code.ts";

/** What a vendor calls it in capitals is called so everywhere. */
const VENDORS_NAME = /^[A-Z_]+$/;
const ANY_VALUE = "https://ledger.example";

/** What ledgers bring along for forms: labels of keys a person types, titles and helps of settings of their own. */
export function ledgerTexts(): Sentence[] {
  return connectors().flatMap(({ name, auth, settings }) => {
    const fields = auth.kind === "credentials" ? auth.fields : [];
    const own = settings === undefined ? [] : settingsForm(settings).slice(-1);
    return [
      ...fields.flatMap(({ label, help }) => (help === undefined ? [label] : [label, help])),
      ...Object.values(settingTexts(own)),
    ]
      .filter((text) => !VENDORS_NAME.test(text))
      .map((text) => ({ file: name, text }));
  });
}

/**
 * Keys of what the forms of the settings show beside the titles of fields: groups, buttons that add a row, names of rows
 * and choices. Where several keys would do, one line names them all.
 */
export function keysOfForms(): string[][] {
  const forms = [settingsForm(), ...connectors().map(({ settings }) => settingsForm(settings ?? null))];
  const keys = forms
    .flat()
    .flatMap((group) => [[`setting.${group.path}.title`], ...group.members.flatMap(keysOf)]);
  return [...new Map(keys.map((one) => [one.join(), one])).values()];
}

function keysOf(member: MemberShape): string[][] {
  const path = `setting.${member.path}`;
  if (member.kind === "group") return [[`${path}.title`], ...member.members.flatMap(keysOf)];
  if (member.kind !== "rows") return optionsOf(path, member);
  return [
    [`${path}.add`],
    ...(member.isKeyed ? [[`${path}.name.title`]] : []),
    ...member.columns.flatMap((column) => [
      ...(column.title === null ? [[`${path}.${column.path || "value"}.title`]] : []),
      ...optionsOf(`${path}.${column.path}`, column),
    ]),
  ];
}

function optionsOf(path: string, { options }: FieldShape): string[][] {
  return options.map((value) => [`${path}.option.${value}`, `option.${value}`]);
}

function connectors(): Connector[] {
  return ledgers.map((system) => {
    const values = system.variables.map(({ name, default: usual }) => [name, usual ?? ANY_VALUE]);
    return system.connector(Object.fromEntries(values));
  });
}
