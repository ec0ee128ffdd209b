/** Lets so many at a time through, the others in the order they came. */
export interface Gate {
  through<T>(work: () => Promise<T>): Promise<T>;
}

/** A gate for `width` at a time. */
export function createGate(width: number): Gate {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return {
    async through(work) {
      if (inside < width) inside += 1;
      // Whoever leaves hands its place on, so that nobody slips in between.
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) inside -= 1;
        else next();
      }
    },
  };
}
