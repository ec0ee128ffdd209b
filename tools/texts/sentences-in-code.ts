import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Sentence {
  readonly file: string;
  /** With `1` in the place of every value: a number is the one thing that may stand everywhere. */
  readonly text: string;
}

const SPEAKERS = [
  "plugin/{decision,pipeline,connectors,platforms,vies}/**/*.ts",
  "plugin/api/*.ts",
  "plugin/routes.ts",
  "plugin/domain/ledger-change.ts",
];
// Comments are recognised only so that their quotes open nothing.
const LITERALS = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\\n]|\\.)*`/g;
// What is thrown is a mistake of ours, and nobody but us reads it.
const THROWN = /Error\(\s*$/;
const REASON = /\((?:VAT rule |R\d)|^setting /;

/** The sentences in the code that a merchant may read: they begin and end like one, or name the rule they follow. */
export function sentencesInCode(root: string): Sentence[] {
  return globSync(SPEAKERS, { cwd: root })
    .sort()
    .flatMap((file) => {
      const code = readFileSync(join(root, file), "utf8");
      return Array.from(code.matchAll(LITERALS), ({ 0: literal, index }) => ({ literal, index }))
        .filter(({ index }) => !THROWN.test(code.slice(Math.max(0, index - 40), index)))
        .map(({ literal }) => ({ file, text: written(literal) }))
        .filter(({ text }) => isSentence(text) || REASON.test(text));
    });
}

function written(literal: string): string {
  if (literal.startsWith("/")) return "";
  const text = literal.slice(1, -1).replaceAll('\\"', '"');
  return literal.startsWith("`") ? text.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "1") : text;
}

const isSentence = (text: string): boolean => /^["“]?[A-Z1].* .*[.?]$/s.test(text);
