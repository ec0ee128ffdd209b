import type { Sale, SoldDocument } from "../../domain/sale.ts";
import type { Settings } from "../../settings/schema.ts";
import { readConnection } from "../../store/connections.ts";
import { readEffects } from "../../store/effects/effects.ts";
import { readTransfer, type TransferKey } from "../../store/transfers/transfers.ts";
import { type Context, connectorOf } from "../context.ts";
import { asWritten } from "../effects/as-written.ts";
import { effectBook, existingDocuments } from "../effects/existing.ts";
import type { EffectBook } from "../work.ts";

/**
 * How an order stands with the company that these books buy from (R19): read from what was really sent there. Absent where
 * the settings buy from no other company, so that it costs nobody else a statement; null where there is no such connection.
 */
export async function saleOf(
  context: Context,
  key: TransferKey,
  { purchases }: Settings,
): Promise<{ readonly sale?: Sale | null }> {
  if (purchases.mode !== "intercompany") return {};
  const { installationId, orderId } = key;
  const connectionId = Number(purchases.seller ?? "0");
  const selling =
    connectionId === key.connectionId
      ? null
      : await readConnection(context.store, installationId, connectionId);
  // What was sold in practice books was not sold.
  if (selling === null || selling.isPractice) return { sale: null };
  const there = { installationId, connectionId, orderId };
  // Before its documents: what is booked in between is seen as unsettled and looked at again.
  const transfer = await readTransfer(context.store, there);
  const effects = effectBook(await readEffects(context.store, there));
  const { name, capabilities } = connectorOf(context, selling.system);
  return {
    sale: {
      seller: selling.companyName ?? name,
      state: transfer?.state ?? "waiting",
      message: transfer?.message ?? null,
      isSettled: transfer !== null && transfer.handledSeq >= transfer.wantedSeq,
      documents: soldDocuments(effects, capabilities.booksSeparately),
    },
  };
}

function soldDocuments(effects: EffectBook, booksSeparately: boolean): SoldDocument[] {
  return existingDocuments(effects, booksSeparately).flatMap(({ planned, isBooked }): SoldDocument[] => {
    const written = effects.written(planned.key);
    if (!isBooked || planned.kind === "order" || written === null) return [];
    const number = effects.ref(planned.key)?.number ?? written.ref.number;
    return [{ number, document: asWritten(effects, written).document }];
  });
}
