import { type Code, codes, type TransferState } from "../../domain/problem.ts";
import { endOf, startOf } from "../../pipeline/day-bounds.ts";
import type { TransferFilter } from "../../store/transfers/transfer-lists.ts";
import type { Page } from "../page.ts";
import { isDay } from "../words/days.ts";

const MAX_QUERY = 100;
export const STATES: readonly TransferState[] = ["held", "waiting", "booked", "skipped"];

/** What of the orders a person wants to see; days are of the shop's time zone, both belong to it. */
export interface OrdersFilter {
  readonly state: TransferState | null;
  readonly code: Code | null;
  readonly q: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** Reads an address or a form; what it cannot be is left out. */
export function filterIn(fields: URLSearchParams): OrdersFilter {
  const day = (name: string): string | null => {
    const text = fields.get(name) ?? "";
    return isDay(text) ? text : null;
  };
  return {
    state: STATES.find((one) => one === fields.get("state")) ?? null,
    code: knownCode(fields.get("code")) ?? null,
    q: (fields.get("q") ?? "").trim().slice(0, MAX_QUERY),
    from: day("from"),
    to: day("to"),
  };
}

/** True when it asks for more than one state. */
export const isNarrow = ({ code, q, from, to }: OrdersFilter): boolean =>
  code !== null || q !== "" || from !== null || to !== null;

export function storeFilter(
  { installation, connection }: Page,
  filter: OrdersFilter,
): Omit<TransferFilter, "limit"> {
  const { timeZone } = installation;
  return {
    installationId: installation.id,
    connectionId: connection?.id ?? 0,
    state: filter.state ?? undefined,
    code: filter.code ?? undefined,
    q: filter.q,
    from: filter.from === null ? undefined : startOf(filter.from, timeZone),
    to: filter.to === null ? undefined : endOf(filter.to, timeZone),
  };
}

export function knownCode(text: string | null): Code | undefined {
  return Object.keys(codes).find((code): code is Code => code === text);
}
