import { exampleCsv, exampleXml, schemaXsd, templateCsv } from "../../order-files/examples.ts";
import { type Answer, type Page, refusal } from "../page.ts";

const SAMPLES = {
  "template.csv": { type: "text/csv", content: templateCsv },
  "example.csv": { type: "text/csv", content: exampleCsv },
  "example.xml": { type: "application/xml", content: exampleXml },
  "orders.xsd": { type: "application/xml", content: schemaXsd },
} as const;

export const sampleNames = Object.keys(SAMPLES);

/** A file to fill in, or one to learn from. */
export async function downloadSample(_page: Page, params: Readonly<Record<string, string>>): Promise<Answer> {
  const name = params["name"] ?? "";
  const found = Object.entries(SAMPLES).find(([one]) => one === name);
  if (found === undefined) return refusal("not_found");
  const [, { type, content }] = found;
  return { kind: "file", name, type, content: content() };
}
