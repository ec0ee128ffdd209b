const known = new Map<string, boolean>();
/** There are some 600 names; whoever sends others does not fill our memory. */
const MAX_KNOWN = 2_000;

/** True for a time zone this machine can calculate with. */
export function isTimeZone(name: string): boolean {
  const answer = known.get(name) ?? canCalculate(name);
  if (known.size < MAX_KNOWN) known.set(name, answer);
  return answer;
}

function canCalculate(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
