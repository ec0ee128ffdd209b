import type { Columns } from "./columns.ts";

/** Of the tables in `plugin/store/tables/access.ts`. */
export const accessColumns: Columns<
  | "installations"
  | "connections"
  | "settings_versions"
  | "oauth_states"
  | "signing_keys"
  | "closed_months"
  | "api_keys"
  | "accountant_links"
> = {
  installations: {
    id: true,
    platform: true,
    issuer: true,
    tenant_id: true,
    tenant_name: true,
    tenant_url: true,
    admin_url: true,
    api_base_url: true,
    country: true,
    currency: true,
    time_zone: true,
    scopes: true,
    status: true,
    metadata: true,
    secrets: true,
    secrets_owner: true,
    secrets_until: true,
    swept_to: true,
    payouts_swept_to: true,
    sweep_due_at: true,
    look_back_due_at: true,
    erased_at: true,
    has_files: true,
    created_at: true,
    updated_at: true,
  },
  connections: {
    id: true,
    installation_id: true,
    system: true,
    status: true,
    ledger_tenant: true,
    company_name: true,
    secrets: true,
    secrets_owner: true,
    secrets_until: true,
    settings_version: true,
    facts: true,
    facts_at: true,
    look_until: true,
    watched_to: true,
    guide: true,
    is_practice: true,
    closed_until: true,
    message_secret: true,
    created_at: true,
    updated_at: true,
  },
  settings_versions: {
    connection_id: true,
    version: true,
    settings: true,
    changed_by: true,
    changed_at: true,
  },
  oauth_states: {
    state_hash: true,
    purpose: true,
    memory: true,
    expires_at: true,
  },
  signing_keys: {
    kid: true,
    public_jwk: true,
    private_jwk: true,
    created_at: true,
  },
  closed_months: {
    installation_id: true,
    connection_id: true,
    month: true,
    closed_at: true,
    closed_by: true,
    sums: true,
    opened_at: true,
    opened_by: true,
  },
  api_keys: {
    id: true,
    installation_id: true,
    name: true,
    role: true,
    key_hash: true,
    hint: true,
    created_by: true,
    created_at: true,
    used_at: true,
  },
  accountant_links: {
    id: true,
    installation_id: true,
    label: true,
    token_hash: true,
    created_by: true,
    created_at: true,
    expires_at: true,
    used_at: true,
  },
};
