export interface Edge<S> {
  readonly name: string;
  readonly isMishap: boolean;
  readonly to: S;
}

export interface Exploration {
  readonly states: number;
  /** The shortest way to a state with a flaw, with the flaw at its end; null when there is none. */
  readonly wayToFlaw: readonly string[] | null;
  /** The shortest way to a state from which no way without a mishap leads to the goal; null when there is none. */
  readonly wayToStuck: readonly string[] | null;
  /** A state of each kind was reached at all, so that the answers mean something. */
  readonly goals: number;
}

export interface Question<S> {
  readonly start: S;
  readonly moves: (state: S) => readonly Edge<S>[];
  readonly flaw: (state: S) => string | null;
  readonly isGoal: (state: S) => boolean;
}

/** Visits every state there is, breadth first. Stops at the first flaw. */
export function explore<S>({ start, moves, flaw, isGoal }: Question<S>): Exploration {
  const found: S[] = [start];
  const numbers = new Map<string, number>([[JSON.stringify(start), 0]]);
  const cameFrom: (readonly [from: number, name: string])[] = [[-1, "start"]];
  // For each state those that lead to it without a mishap.
  const backwards: number[][] = [[]];
  const wayTo = (number: number): string[] => {
    const way: string[] = [];
    for (let at = number; at > 0; at = cameFrom[at]?.[0] ?? 0) way.unshift(cameFrom[at]?.[1] ?? "");
    return way;
  };
  for (let number = 0; number < found.length; number += 1) {
    const state = found[number];
    if (state === undefined) break;
    const wrong = flaw(state);
    if (wrong !== null) {
      return { states: found.length, wayToFlaw: [...wayTo(number), wrong], wayToStuck: null, goals: 0 };
    }
    for (const { name, isMishap, to } of moves(state)) {
      const key = JSON.stringify(to);
      let target = numbers.get(key);
      if (target === undefined) {
        target = found.length;
        numbers.set(key, target);
        found.push(to);
        cameFrom.push([number, name]);
        backwards.push([]);
      }
      if (!isMishap) backwards[target]?.push(number);
    }
  }
  const saved = reaching(
    found.flatMap((state, number) => (isGoal(state) ? [number] : [])),
    backwards,
  );
  const stuck = found.findIndex((_, number) => !saved.has(number));
  return {
    states: found.length,
    wayToFlaw: null,
    wayToStuck: stuck === -1 ? null : wayTo(stuck),
    goals: found.filter(isGoal).length,
  };
}

/** All states from which one of `goals` can be reached. */
function reaching(goals: readonly number[], backwards: readonly (readonly number[])[]): Set<number> {
  const saved = new Set(goals);
  for (const number of saved) {
    for (const before of backwards[number] ?? []) saved.add(before);
  }
  return saved;
}
