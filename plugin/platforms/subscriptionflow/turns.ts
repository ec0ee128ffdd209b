const lines = new Map<string, Promise<unknown>>();

/** One call at a time to a site in this process: its limits are written nowhere, so none is tried. */
export async function inTurn<T>(site: string, call: () => Promise<T>): Promise<T> {
  const before = lines.get(site) ?? Promise.resolve();
  const mine = before.then(call);
  const done = mine.catch(() => undefined);
  lines.set(site, done);
  try {
    return await mine;
  } finally {
    if (lines.get(site) === done) lines.delete(site);
  }
}
