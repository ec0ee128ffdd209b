export interface ShopClock {
  /** The day the shop believes it is: it dates orders, refunds and payments. */
  today(): Date;
  /** The real time: tokens, signatures and logs go by it, whatever day the shop plays. */
  now(): Date;
  /** A time as the contract writes it: ISO 8601 with the offset of the shop's time zone. */
  write(at: Date): string;
  /** A moment for `updated_at`, always later than the one before, so that no two writes tie. */
  stamp(): string;
}

interface ClockOptions {
  timezone: string;
  today: () => Date;
  now: () => Date;
  /** The last stamp of an earlier run. */
  lastStamp: string | undefined;
}

export function startClock({ timezone, today, now, lastStamp }: ClockOptions): ShopClock {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: timezone, timeZoneName: "longOffset" });
  let last = lastStamp === undefined ? 0 : Date.parse(lastStamp);

  function offsetOf(at: Date): string {
    const name = format.formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
    return name === "GMT" ? "+00:00" : name.slice("GMT".length);
  }

  function write(at: Date): string {
    const offset = offsetOf(at);
    const [hours = "0", minutes = "0"] = offset.slice(1).split(":");
    const ahead = (Number(hours) * 60 + Number(minutes)) * (offset.startsWith("-") ? -1 : 1);
    return new Date(at.getTime() + ahead * 60_000).toISOString().replace("Z", offset);
  }

  function stamp(): string {
    last = Math.max(today().getTime(), last + 1);
    return write(new Date(last));
  }

  return { today, now, write, stamp };
}
