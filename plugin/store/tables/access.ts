import type { Generated } from "kysely";
import type { Role } from "../../domain/role.ts";

export interface InstallationsTable {
  id: Generated<number>;
  platform: string;
  issuer: string;
  tenant_id: string;
  tenant_name: string;
  tenant_url: string;
  /** The page of the platform's admin that shows us, as the installation named it. */
  admin_url: string | null;
  api_base_url: string;
  country: string;
  currency: string;
  time_zone: string;
  /** JSON array. */
  scopes: string;
  status: "installed" | "disconnected" | "uninstalled";
  /** JSON of the adapter's own shape. */
  metadata: string;
  /** Sealed JSON record. */
  secrets: string;
  /** Lease of whoever is changing the secrets. */
  secrets_owner: string | null;
  secrets_until: string | null;
  /** Newest `updated_at` the sweep has seen. */
  swept_to: string | null;
  /** As `swept_to`, of payouts. */
  payouts_swept_to: string | null;
  sweep_due_at: string | null;
  /** When its lists are next held against what was booked; null = never yet. */
  look_back_due_at: Generated<string | null>;
  /** When what is about people was erased after the shop had removed the app. */
  erased_at: string | null;
  /** 1 = it has taken orders of files in, so that others are compared with them by their numbers. */
  has_files: Generated<number>;
  created_at: string;
  updated_at: string;
}

export interface ConnectionsTable {
  id: Generated<number>;
  installation_id: number;
  system: string;
  /** `removed` is kept for what was booked through it; nobody else sees it. */
  status: "connecting" | "connected" | "needs_reauth" | "paused" | "removed";
  ledger_tenant: string | null;
  company_name: string | null;
  secrets: string | null;
  secrets_owner: string | null;
  secrets_until: string | null;
  settings_version: number;
  /** JSON of LedgerFacts, cached. */
  facts: string | null;
  facts_at: string | null;
  /** Until then everything is looked up in the ledger before it is written: our memory may be older than the books. */
  look_until: string | null;
  /** Until when changes made by hand in the ledger have been looked for. */
  watched_to: string | null;
  /** JSON of what of the first steps is done; see `guide.ts`. */
  guide: Generated<string | null>;
  /** 1 = to books for trying out. */
  is_practice: Generated<number>;
  /** Last day of the months a person of the shop has closed. */
  closed_until: Generated<string | null>;
  /** Sealed; messages of the connection's flow are signed with it. */
  message_secret: Generated<string | null>;
  created_at: string;
  updated_at: string;
}

/** One closing of a month; a month that was opened again may be closed anew. */
export interface ClosedMonthsTable {
  installation_id: number;
  connection_id: number;
  /** YYYY-MM */
  month: string;
  closed_at: string;
  closed_by: string;
  /** JSON of ReconciledCurrency[] at that moment. */
  sums: string;
  /** Null while it is closed. */
  opened_at: string | null;
  opened_by: string | null;
}

export interface SettingsVersionsTable {
  connection_id: number;
  version: number;
  /** JSON, whole. */
  settings: string;
  changed_by: string;
  changed_at: string;
}

export interface OauthStatesTable {
  /** SHA-256 of the state value: what is stored opens nothing. */
  state_hash: string;
  purpose: "install" | "connect" | "confirm" | "keys";
  /** Sealed JSON. */
  memory: string;
  expires_at: string;
}

export interface SigningKeysTable {
  kid: string;
  /** JSON Web Key, public part. */
  public_jwk: string;
  /** Sealed private JWK. */
  private_jwk: string;
  created_at: string;
}

export interface ApiKeysTable {
  id: string;
  installation_id: number;
  name: string;
  role: Role;
  /** SHA-256 of the key, hexadecimal: what is stored opens nothing. */
  key_hash: string;
  /** The key's last signs, for a person to tell keys apart. */
  hint: string;
  created_by: string;
  created_at: string;
  used_at: string | null;
}

export interface AccountantLinksTable {
  id: string;
  installation_id: number;
  label: string;
  /** SHA-256 of the token, hexadecimal: what is stored opens nothing. */
  token_hash: string;
  created_by: string;
  created_at: string;
  expires_at: string;
  used_at: string | null;
}
