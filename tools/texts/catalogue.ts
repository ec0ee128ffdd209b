import { readFileSync } from "node:fs";
import { join } from "node:path";
import { codes, warnings } from "../../plugin/domain/problem.ts";
import { type FieldShape, type MemberShape, settingsForm } from "../../plugin/settings/form.ts";

const LOCALES = join(import.meta.dirname, "..", "..", "views", "locales");

/** Every text of the panel by its key in English: those of `en.json`, and those the code itself has in English. */
export function catalogue(): Readonly<Record<string, string>> {
  return {
    ...textsOf("en"),
    ...settingTexts(settingsForm()),
    ...Object.fromEntries(
      Object.entries(codes).map(([code, { sentence }]) => [`code.${code}.sentence`, sentence]),
    ),
    ...Object.fromEntries(Object.entries(warnings).map(([name, text]) => [`warning.${name}`, text])),
  };
}

/** The texts of a locale file with dotted keys. */
export function textsOf(language: string): Readonly<Record<string, string>> {
  return Object.fromEntries(flat("", JSON.parse(readFileSync(join(LOCALES, `${language}.json`), "utf8"))));
}

/** Translations of English sentences by the sentence. */
export function sentencesOf(language: string): Readonly<Record<string, string>> {
  const texts = flat("", JSON.parse(readFileSync(join(LOCALES, "sentences", `${language}.json`), "utf8")));
  return Object.fromEntries(texts);
}

function flat(path: string, value: unknown): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) throw new Error(`${path} is no text`);
  return Object.entries(value).flatMap(([name, one]) => flat(path === "" ? name : `${path}.${name}`, one));
}

/** Titles and helps as the panel asks for them; a map's plain value is called `value`. */
export function settingTexts(members: readonly MemberShape[]): Record<string, string> {
  return Object.assign(
    {},
    ...members.map((member) => {
      if (member.kind === "group") return settingTexts(member.members);
      const columns = member.kind === "rows" ? member.columns : [];
      return Object.assign(
        named(member.path, member),
        ...columns.map((column) => named(`${member.path}.${column.path || "value"}`, column)),
      );
    }),
  );
}

function named(path: string, { title, help }: Pick<FieldShape, "title" | "help">): Record<string, string> {
  return {
    ...(title === null ? {} : { [`setting.${path}.title`]: title }),
    ...(help === null ? {} : { [`setting.${path}.help`]: help }),
  };
}
