import type { AnsweredCheck } from "../../domain/vat-number-check.ts";
import type { Store } from "../database.ts";
import { instant } from "../time.ts";

/** Keeps an answer of the register for good: it is the proof that a sale without VAT was right. */
export async function saveVatNumberCheck(
  store: Store,
  installationId: number,
  check: AnsweredCheck,
): Promise<void> {
  await store.db
    .insertInto("vat_number_checks")
    .values({
      installation_id: installationId,
      number: check.number,
      requester: check.requester ?? "",
      verdict: check.verdict,
      name: check.name,
      consultation: check.consultation,
      checked_at: check.checkedAt,
    })
    .execute();
}

/** The first time this requester heard that the number is valid at or after an instant; null = never. */
export async function readValidCheck(
  store: Store,
  installationId: number,
  number: string,
  requester: string | null,
  sinceMs: number,
): Promise<AnsweredCheck | null> {
  const row = await store.db
    .selectFrom("vat_number_checks")
    .select(["number", "requester", "verdict", "name", "consultation", "checked_at"])
    .where("installation_id", "=", installationId)
    .where("number", "=", number)
    .where("requester", "=", requester ?? "")
    .where("verdict", "=", "valid")
    .where("checked_at", ">=", instant(sinceMs))
    .orderBy("checked_at")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    number: row.number,
    verdict: row.verdict,
    requester: row.requester === "" ? null : row.requester,
    name: row.name,
    consultation: row.consultation,
    checkedAt: row.checked_at,
  };
}
