import { describe, expect, it } from "vitest";
import { StrangerLimit } from "../../../plugin/api/stranger-limit.ts";

/** A limit whose clock the test moves. */
function limit() {
  const clock = { at: 0, now: () => clock.at };
  const strangers = new StrangerLimit(clock);
  const count = (ip: string, times = 1): number | null => {
    let last: number | null = null;
    for (let n = 0; n < times; n += 1) last = strangers.count({ ip });
    return last;
  };
  return { clock, count };
}

describe("requests that prove nothing", () => {
  it("are let through 600 times a minute from one address; the next is told how long to wait", () => {
    const { clock, count } = limit();
    expect(count("203.0.113.7", 600)).toBeNull();
    clock.at = 20_000;
    expect(count("203.0.113.7")).toBe(40);
    expect(count("203.0.113.8")).toBeNull();
    clock.at = 60_000;
    expect(count("203.0.113.7")).toBeNull();
  });

  it("count together from one network of IPv6, however its addresses are written", () => {
    const { count } = limit();
    expect(count("2001:db8:0:1::7", 300)).toBeNull();
    expect(count("2001:db8:0:1:aaaa:bbbb:cccc:dddd", 300)).toBeNull();
    expect(count("2001:db8::1:0:0:0:9")).toBe(60);
    expect(count("2001:db8:0:2::7")).toBeNull();
  });

  it("do not fill the memory: of very many addresses the oldest are forgotten", () => {
    const { count } = limit();
    count("first", 601);
    expect(count("first")).toBe(60);
    for (let n = 0; n < 20_000; n += 1) count(`address ${n}`);
    expect(count("first")).toBeNull();
  });
});
