import { parseMoney } from "../../domain/money.ts";
import type { Payout } from "../../domain/payout.ts";
import type { Installation, ShopPayouts, ShopPorts, ShopResult } from "../platform.ts";
import type { Api } from "./client.ts";
import { justBefore } from "./just-before.ts";
import { unreadable, wrongMember } from "./normalise.ts";
import { contractPage, contractPagePayout, contractPayout } from "./schema.ts";

/** Payouts are settled within days; older ones are looked for only when somebody asks for them. */
const RECENT_MS = 60 * 86_400_000;
const MOST_PAGES = 1_000;

/** The payouts of one shop. The contract has a list of them and no address for one (section 2.3). */
export function payoutsOf(installation: Installation, ports: ShopPorts, api: Api): ShopPayouts {
  async function page(query: Readonly<Record<string, string>>): Promise<ShopResult<Page>> {
    const answer = await api({ method: "GET", path: "/payouts", query });
    if (!answer.ok) return answer;
    const read = contractPage.safeParse(answer.value.json, wrongMember);
    if (!read.success) return { ok: false, problem: unreadable("the list of payouts", read.error) };
    return { ok: true, value: { records: read.data.data, nextCursor: read.data.next_cursor } };
  }

  async function search(
    id: string,
    from: Readonly<Record<string, string>>,
  ): Promise<ShopResult<Payout | null>> {
    let query = from;
    for (let count = 0; count < MOST_PAGES; count += 1) {
      const read = await page(query);
      if (!read.ok) return read;
      const record = read.value.records.find((one) => idOf(one) === id);
      if (record !== undefined) return readPayout(record);
      if (read.value.nextCursor === null) return { ok: true, value: null };
      query = { ...from, cursor: read.value.nextCursor };
    }
    return { ok: true, value: null };
  }

  return {
    async find(id) {
      const since = new Date(ports.clock.now() - RECENT_MS).toISOString();
      const recent = await search(id, { updated_after: since });
      return recent.ok && recent.value === null ? await search(id, {}) : recent;
    },

    async changed(updatedAfter, cursor) {
      const read = await page({
        updated_after: justBefore(updatedAfter),
        ...(cursor === null ? {} : { cursor }),
      });
      if (!read.ok) return read;
      const payouts = read.value.records.flatMap((one) => {
        const payout = contractPagePayout.safeParse(one, wrongMember);
        if (payout.success) {
          return [{ id: payout.data.id, updatedAt: payout.data.updated_at ?? payout.data.paid_at }];
        }
        const { message } = unreadable("a payout of the list", payout.error);
        ports.log.warn("a payout cannot be visited", { installation: installation.id, message });
        return [];
      });
      return { ok: true, value: { payouts, nextCursor: read.value.nextCursor } };
    },
  };
}

interface Page {
  readonly records: readonly unknown[];
  readonly nextCursor: string | null;
}

function idOf(record: unknown): string | null {
  const read = contractPagePayout.pick({ id: true }).safeParse(record);
  return read.success ? read.data.id : null;
}

/** Turns a payout of the contract into ours, or says which member cannot be read. */
function readPayout(json: unknown): ShopResult<Payout> {
  const parsed = contractPayout.safeParse(json, wrongMember);
  if (!parsed.success) return { ok: false, problem: unreadable("this payout", parsed.error) };
  const { data } = parsed;
  return {
    ok: true,
    value: {
      id: data.id,
      gateway: data.gateway ?? "unknown",
      paidAt: data.paid_at,
      updatedAt: data.updated_at ?? data.paid_at,
      net: parseMoney(data.net, data.currency),
      lines: data.lines.map((line) => ({
        orderId: line.order_id,
        transactionId: line.transaction_id,
        refundId: line.refund_id,
        amount: parseMoney(line.amount, line.currency ?? data.currency),
        fee: parseMoney(line.fee, line.currency ?? data.currency),
      })),
    },
  };
}
