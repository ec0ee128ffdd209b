const SENTENCES = new Set(["message", "why"]);

/** The same answer with its sentences in another language; what programs decide by is not touched. */
export function spoken(answer: unknown, say: (english: string) => string): unknown {
  if (Array.isArray(answer)) return answer.map((one) => spoken(one, say));
  if (typeof answer !== "object" || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [
      name,
      SENTENCES.has(name) ? said(value, say) : spoken(value, say),
    ]),
  );
}

function said(value: unknown, say: (english: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => said(one, say));
  return typeof value === "string" ? say(value) : value;
}
