import type { ApiAnswer } from "../../../../sandbox/platforms/subscriptionflow/api.ts";
import type { Shape } from "../../../../tools/described/openapi-answers.ts";
import { answerTo, callOf, isMembers } from "./described-shapes.ts";
import { known } from "./known-deviations.ts";

export interface Watcher {
  /** For the stand-in's option of that name. */
  watch(answer: ApiAnswer): void;
  /** What was answered otherwise than the vendor describes, each place once, known deviations left out. */
  deviations(): string[];
  /** Every deviation, the known ones too. */
  all(): string[];
  /** The calls that were answered and looked at. */
  looked(): string[];
}

/** Holds the stand-in's answers against the vendor's document. */
export function watchAnswers(): Watcher {
  const found = new Set<string>();
  const looked = new Set<string>();
  return {
    watch({ method, path, status, body }) {
      const call = callOf(method, path);
      if (call === null) {
        found.add(`${method} ${path}: no such call`);
        return;
      }
      looked.add(call);
      const expected = answerTo(call, path);
      if (status !== expected.status) found.add(`${call}: status ${status}, not ${expected.status}`);
      for (const one of compared(body, expected.shape, `${call}:`)) found.add(one);
    },
    deviations: () => [...found].filter((one) => !known.some(({ where }) => where.test(one))).sort(),
    all: () => [...found].sort(),
    looked: () => [...looked].sort(),
  };
}

/** Where a value has another type than described, or a member nobody has described; what is missing may be missing. */
function compared(value: unknown, shape: Shape, place: string): string[] {
  if (typeof shape === "string")
    return isOfType(value, shape) ? [] : [`${place} is ${say(value)}, not ${shape}`];
  if (!isMembers(shape)) {
    if (!Array.isArray(value)) return [`${place} is ${say(value)}, not a list`];
    return value.flatMap((one) => compared(one, shape[0], `${place}[]`));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [`${place} is ${say(value)}, not members`];
  }
  return Object.entries(value).flatMap(([name, one]) => {
    const member = shape[name];
    const at = `${place}.${name}`;
    return member === undefined ? [`${at} is not described`] : compared(one, member, at);
  });
}

const say = (value: unknown): string =>
  value === null
    ? "null"
    : Array.isArray(value)
      ? "a list"
      : `${typeof value} ${JSON.stringify(value).slice(0, 30)}`;

const FORMS: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  date: /^\d{4}-\d\d-\d\d$/,
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/,
  uri: /^https?:\/\//,
  email: /@/,
};

function isOfType(value: unknown, type: string): boolean {
  if (type === "any" || (type.endsWith("?") && value === null)) return true;
  const word = type.replace("?", "");
  if (word === "integer") return Number.isInteger(value);
  if (word === "number" || word === "boolean") return typeof value === word;
  return typeof value === "string" && (FORMS[word]?.test(value) ?? true);
}
