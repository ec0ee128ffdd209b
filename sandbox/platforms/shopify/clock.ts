export interface ShopClock {
  /** The day the shop believes it is: it dates orders, refunds and payments. */
  today(): Date;
  /** The time by which tokens expire, webhooks are stamped and the cost bucket fills. */
  now(): Date;
  /** A moment for `updatedAt`, always a millisecond later than the one before, so that no two writes tie. */
  stamp(): Date;
  /** A time as webhooks write it: ISO 8601 with the offset of the shop's time zone. */
  local(at: string): string;
}

interface ClockOptions {
  timeZone: string;
  today: () => Date;
  now: () => Date;
}

export function startClock({ timeZone, today, now }: ClockOptions, lastStamp: string | null): ShopClock {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "longOffset" });
  let last = lastStamp === null ? 0 : Date.parse(lastStamp);

  return {
    today,
    now,
    stamp() {
      last = Math.max(today().getTime(), last + 1);
      return new Date(last);
    },
    local(at) {
      const moment = new Date(at);
      const name = format.formatToParts(moment).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
      const offset = name === "GMT" ? "+00:00" : name.slice("GMT".length);
      const [hours = "0", minutes = "0"] = offset.slice(1).split(":");
      const ahead = (Number(hours) * 60 + Number(minutes)) * (offset.startsWith("-") ? -1 : 1);
      return new Date(moment.getTime() + ahead * 60_000).toISOString().replace(/\.\d+Z$/, offset);
    },
  };
}

/** A time as the GraphQL API writes it: UTC, without fractions of a second. */
export function utc(at: Date | string): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}
