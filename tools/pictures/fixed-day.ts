const RealDate = Date;

/**
 * Makes this process believe that it is another day, from now on and running as usual, so that pictures drawn today and
 * next year bear the same dates. To be called before anything that looks at the clock is loaded.
 */
export function pretendItIs(iso: string): void {
  const ahead = RealDate.parse(iso) - RealDate.now();
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: [], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [RealDate.now() + ahead] : args, newTarget),
    apply: (target) => new target(RealDate.now() + ahead).toString(),
    get: (target, name, receiver) =>
      name === "now" ? () => RealDate.now() + ahead : Reflect.get(target, name, receiver),
  });
}
