import type { StoredConnection } from "../../store/connections.ts";
import { readMessageSecret, saveMessageSecret } from "../../store/keys/message-secrets.ts";
import type { Context } from "../context.ts";
import { newWebhookSecret } from "../messages/webhook-signature.ts";

/** The secret that messages of a connection's flow are signed with; made when it is asked for first. */
export async function messageSecret(
  { store, ports }: Context,
  { id, installationId }: Pick<StoredConnection, "id" | "installationId">,
): Promise<string> {
  const binding = bindingOf(id);
  const known = await readMessageSecret(store, installationId, id);
  if (known !== null) return await ports.secrets.open(known, binding);
  // Of two that make one at the same time the first stays.
  await saveMessageSecret(store, installationId, id, await ports.secrets.seal(newWebhookSecret(), binding));
  const kept = await readMessageSecret(store, installationId, id);
  if (kept === null) throw new Error(`connection ${id} has no message secret`);
  return await ports.secrets.open(kept, binding);
}

const bindingOf = (id: number): string => `connections:${id}:messages`;
