import type { SignUp, SignUpDone, SignUpRefused } from "../../platforms/platform.ts";
import type { Mail } from "../../ports.ts";
import { findInstallation } from "../../store/installations.ts";
import type { Context } from "../context.ts";
import { shopPorts } from "../shop.ts";
import { keepInstallation } from "./installing.ts";
import { vaultOf } from "./vault.ts";

export interface SignedUp {
  readonly ok: true;
  readonly installationId: number;
  readonly tenantName: string;
  /** The way into the panel, for as long as the platform's sessions last. */
  readonly address: string;
  readonly paste: SignUpDone["paste"];
}

/** A page that can be opened before any installation. */
export interface Entrance {
  /** The platform's name, as people know it. */
  readonly platform: string;
  readonly url: string;
}

/** The sign-up of a platform that has one. */
export function signUpOf(context: Context, platformId: string): SignUp | null {
  return context.platforms.get(platformId)?.signUp ?? null;
}

/** Where shops of platforms without apps begin: the page of ours on which they sign up. */
export function entrancesOf({ platforms, publicUrl }: Pick<Context, "platforms" | "publicUrl">): Entrance[] {
  return [...platforms.values()]
    .filter((platform) => platform.signUp !== undefined)
    .map(({ id, name }) => ({ platform: name, url: `${publicUrl}/embedded/sign-up/${id}` }));
}

/** Installs a shop by what somebody typed and a real call proved. One installation per shop, however often. */
export async function signUp(
  context: Context,
  how: SignUp,
  given: Readonly<Record<string, string>>,
): Promise<SignedUp | SignUpRefused> {
  const { http, clock, log } = context.ports;
  const done = await how.prove(given, {
    http,
    clock,
    log,
    app: context.app,
    async knownSecrets(issuer, tenantId) {
      const known = await findInstallation(context.store, issuer, tenantId);
      return known === null ? null : await vaultOf(context, "installations", known.id).read();
    },
  });
  if (!done.ok) return done;
  const allowed = context.app.allowedIssuers;
  if (allowed.length > 0 && !allowed.includes(done.installation.issuer)) {
    return { ok: false, fields: [], reason: "not_allowed" };
  }
  const installationId = await keepInstallation(context, done);
  const { tenantName } = done.installation;
  return {
    ok: true,
    installationId,
    tenantName,
    address: entrance(context, done.session),
    paste: done.paste,
  };
}

/** The words of the mail that lets somebody in again. */
export type InviteWords = (shop: string, address: string) => Pick<Mail, "subject" | "text">;

/** A mail to the same shop is not sent again within this time, whoever asks for it. */
const PAUSE_MS = 60_000;
const MOST_REMEMBERED = 10_000;
const lately = new WeakMap<Context, Map<number, number>>();

/**
 * Sends a new way in to the address the shop signed up with. Says nothing of whether there is such a shop: who asks has
 * proved nothing.
 */
export async function sendInvite(
  context: Context,
  how: SignUp,
  text: string,
  words: InviteWords,
): Promise<void> {
  const { mailer, clock, log } = context.ports;
  const tenant = how.tenantOf(text);
  if (tenant === null || mailer === null) return;
  const installation = await findInstallation(context.store, tenant.issuer, tenant.tenantId);
  if (installation === null || installation.status === "uninstalled") return;
  const sent = lately.get(context) ?? new Map<number, number>();
  lately.set(context, sent);
  const now = clock.now();
  if (now - (sent.get(installation.id) ?? 0) < PAUSE_MS) return;
  if (sent.size >= MOST_REMEMBERED) sent.clear();
  sent.set(installation.id, now);
  const invited = await how.invite(installation, shopPorts(context, installation.id));
  if (invited === null) return;
  const shop = installation.tenantName;
  const said = words(shop, entrance(context, invited.session));
  const mail = { ...said, fromName: shop, to: invited.email, attachments: [] };
  const result = await mailer.send({ ...mail, html: context.mailLayout({ shop, ...said }) });
  if (result.outcome !== "sent") {
    log.warn("an invitation could not be sent", { installation: installation.id, reason: result.reason });
  }
}

function entrance(context: Context, session: string): string {
  return `${context.publicUrl}/embedded?id_token=${encodeURIComponent(session)}`;
}
