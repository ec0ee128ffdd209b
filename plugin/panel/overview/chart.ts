import { dayAfter, dayIn } from "../../decision/dates.ts";
import type { TransferState } from "../../domain/problem.ts";
import { startOf } from "../../pipeline/day-bounds.ts";
import { countByTime, type DayCount } from "../../store/transfers/transfer-lists.ts";
import type { Page } from "../page.ts";

const DAYS = 30;
const DAY_MS = 86_400_000;
const WIDTH = 24;
const GAP = 6;
const HEIGHT = 96;
/** From the ground up. */
const STATES: readonly TransferState[] = ["booked", "skipped", "waiting", "held"];

export interface Bar {
  readonly state: TransferState;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

export interface DayOfChart {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly counts: Readonly<Record<TransferState, number>>;
  readonly count: number;
}

/** Orders per day of the last 30 days in the shop's time zone, by state, as bars of an SVG and as a table. */
export async function orderChart(page: Page): Promise<Record<string, unknown> | null> {
  const { context, installation, connection } = page;
  const { timeZone } = installation;
  const now = context.ports.clock.now();
  const today = dayIn(timeZone, new Date(now).toISOString());
  // Days of the calendar: where clocks were changed in between, not each of them has 24 hours.
  const first = new Date(Date.parse(today) - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const counts = await countByTime(context.store, {
    installationId: installation.id,
    connectionId: connection?.id ?? 0,
    from: startOf(first, timeZone),
  });
  const days = daysFrom(first, today, countsPerDay(counts, timeZone));
  const most = Math.max(...days.map(({ count }) => count));
  if (most === 0) return null;
  return {
    width: days.length * WIDTH - GAP,
    height: HEIGHT,
    barWidth: WIDTH - GAP,
    bars: days.flatMap((day, place) => barsOf(day, place, most)),
    states: STATES,
    first,
    last: days.at(-1)?.date,
    most,
    days: days
      .filter(({ count }) => count > 0)
      .map((day) => ({ ...day, cells: STATES.map((state) => day.counts[state]) })),
  };
}

/** Bars of one day on top of each other; the highest day fills the height, and one order is never too low to see. */
export function barsOf({ counts }: DayOfChart, place: number, most: number): Bar[] {
  let ground = HEIGHT;
  return STATES.flatMap((state): Bar[] => {
    if (counts[state] === 0) return [];
    const height = Math.max(2, Math.round((counts[state] / most) * HEIGHT));
    ground -= height;
    return [{ state, x: place * WIDTH, y: Math.max(0, ground), height }];
  });
}

function daysFrom(first: string, last: string, counted: ReadonlyMap<string, DayOfChart>): DayOfChart[] {
  const days: DayOfChart[] = [];
  for (let day = first; day <= last; day = dayAfter(day)) days.push(counted.get(day) ?? noOrders(day));
  return days;
}

function countsPerDay(rows: readonly DayCount[], timeZone: string): Map<string, DayOfChart> {
  const days = new Map<string, DayOfChart>();
  for (const { at, state, count } of rows) {
    const day = dayIn(timeZone, `${at}0:00.000Z`);
    const known = days.get(day) ?? noOrders(day);
    const counts = { ...known.counts, [state]: known.counts[state] + count };
    days.set(day, { date: day, counts, count: known.count + count });
  }
  return days;
}

const noOrders = (date: string): DayOfChart => ({
  date,
  counts: { booked: 0, skipped: 0, waiting: 0, held: 0 },
  count: 0,
});
