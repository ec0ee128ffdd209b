import type { Page } from "../page.ts";

/** What a value that can be chosen is called: by the field's own words, or by those that all fields share. */
export function optionLabel(page: Page, path: string, value: string): string {
  return page.texts([`setting.${path}.option.${value}`, `option.${value}`], { or: value });
}
