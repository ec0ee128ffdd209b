const FLAGS = new Set(["is_oneoff", "tax_exempt", "portal_is_enabled", "auto_charge"]);
const NOTHING = [null, "", "N/A"] as const;

/**
 * The same reply as live sites have been seen to give it: numbers as texts, flags in four forms, three words for
 * nothing. What is changed is chosen by the seed.
 */
export function loosened(value: unknown, seed: number): unknown {
  const random = randomFrom(seed);
  const one = (name: string, member: unknown): unknown => {
    if (Array.isArray(member)) return member.map((each) => one(name, each));
    if (member === null) return pick(NOTHING, random());
    if (typeof member === "object") {
      return Object.fromEntries(Object.entries(member).map(([key, each]) => [key, one(key, each)]));
    }
    if (typeof member !== "number") return member;
    if (!FLAGS.has(name)) return random() < 0.5 ? String(member) : member;
    return member === 1 ? pick([1, "1", "Yes"], random()) : pick([0, "0", "No"], random());
  };
  return one("", value);
}

function pick<T>(choices: readonly T[], at: number): T | undefined {
  return choices[Math.floor(at * choices.length)];
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
