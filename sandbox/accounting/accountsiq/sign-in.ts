import { randomBytes } from "node:crypto";
import type { Entity } from "./entity.ts";
import { expired, Refused } from "./refused.ts";
import type { State } from "./state.ts";
import type { Element } from "./xml.ts";

/** How the stand-in knows its callers. */
export interface Doorkeeper {
  readonly state: State;
  readonly clock: () => Date;
  readonly app: { readonly clientId: string; readonly clientSecret: string };
  /** Of the older sign-in: one key of the integrator, and one of a user in each entity. */
  readonly keys: { readonly partnerKey: string; readonly userKey: string };
}

const LIFETIME_MS = 20 * 60_000;
const REFRESH_MS = 24 * 3_600_000;

/** Sign-in 2.0: the application's own id and secret. */
export function tokenGet(door: Doorkeeper, clientId: string | null, clientSecret: string | null): Issued {
  checkApp(door, clientId, clientSecret);
  return issue(door);
}

export function tokenRefresh(
  door: Doorkeeper,
  clientId: string | null,
  clientSecret: string | null,
  refreshToken: string | null,
): Issued {
  checkApp(door, clientId, clientSecret);
  const known = door.state.tokens.get(refreshToken ?? "");
  if (known?.kind !== "refresh" || known.expiresAt <= door.clock().getTime()) {
    throw new Refused("WS_INVALIDTOKEN", "The refresh token is not valid.");
  }
  return issue(door);
}

type Issued = { readonly AccessToken: string; readonly RefreshToken: string };

function issue(door: Doorkeeper): Issued {
  return {
    AccessToken: give(door, "access", null, LIFETIME_MS),
    RefreshToken: give(door, "refresh", null, REFRESH_MS),
  };
}

function checkApp({ app, state }: Doorkeeper, clientId: string | null, clientSecret: string | null): void {
  if (!clientId) throw new Refused("OAUTH_INTEGRATION_APPS_CLIENTID_IS_NULL_OR_EMPTY");
  if (!clientSecret) throw new Refused("OAUTH_INTEGRATION_APPS_CLIENTSECRET_IS_NULL_OR_EMPTY");
  if (clientId !== app.clientId || clientSecret !== app.clientSecret) throw new Refused("NOT_AUTHORIZED");
  const isRevoked = [...state.entities.values()].every((entity) => entity.switches.revoked);
  if (isRevoked) throw new Refused("OAUTH_INTEGRATION_APPS_APPLICATION_IS_REVOKED");
}

/** Sign-in 1.1; bad keys are answered with nothing at all. */
export function login(
  door: Doorkeeper,
  companyId: string | null,
  partnerKey: string | null,
  userKey: string | null,
): string | null {
  const entity = door.state.entities.get(companyId ?? "");
  const isRight =
    entity !== undefined &&
    !entity.switches.revoked &&
    partnerKey === door.keys.partnerKey &&
    userKey === door.keys.userKey;
  return isRight ? give(door, "login", entity.id, LIFETIME_MS) : null;
}

function give(
  { state, clock }: Doorkeeper,
  kind: "access" | "refresh" | "login",
  entity: string | null,
  lifeMs: number,
): string {
  const token = randomBytes(24).toString("hex");
  state.tokens.set(token, { kind, entity, expiresAt: clock().getTime() + lifeMs });
  return token;
}

export interface Credentials {
  readonly version: "1.1" | "2.0";
  /** `AiqSoapHeader`, where there is one. */
  readonly header: Element | null;
  /** The first element of the body in version 1.1. */
  readonly token: string | null;
}

/** The books a call may use. `needsEntity` is false for the list of entities itself. */
export function enter(door: Doorkeeper, credentials: Credentials, needsEntity: boolean): Entity | null {
  const inHeader = (name: string) =>
    credentials.header?.children.find((child) => child.name === name)?.text ?? "";
  const isLogin = credentials.version === "1.1";
  const token = isLogin ? (credentials.token ?? "") : inHeader("AccessToken");
  const known = door.state.tokens.get(token);
  if (known?.kind !== (isLogin ? "login" : "access") || known.expiresAt <= door.clock().getTime()) {
    throw expired();
  }
  const wanted = known.entity ?? inHeader("Entity");
  if (!needsEntity) return null;
  if (wanted === "") throw new Refused("CURRENT_ENTITY_IS_UNSPECIFIED");
  const entity = door.state.entities.get(wanted);
  if (entity === undefined) throw new Refused("API_LAYER_ENTITY_ID_NOT_FOUND");
  if (entity.switches.revoked) throw new Refused("OAUTH_INTEGRATION_APPS_APPLICATION_IS_REVOKED");
  return entity;
}
