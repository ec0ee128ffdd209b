import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderManifest } from "../../../../plugin/platforms/manifest/manifest.ts";
import { wantedScopes } from "../../../../plugin/platforms/manifest/scopes.ts";

const template = readFileSync(new URL("../../../../manifest.json", import.meta.url), "utf8");
const packageFile = readFileSync(new URL("../../../../package.json", import.meta.url), "utf8");
const APP = "https://ledger.example";

type Json = Record<string, unknown>;

const hasMembers = (value: unknown): value is Json => typeof value === "object" && value !== null;

/** The manifest after one change; `path` leads to the member, `undefined` removes it. */
function changed(path: string, value: unknown): string {
  const manifest: Json = JSON.parse(template);
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  const parent = steps.reduce<Json>((at, step) => {
    const member = at[step];
    if (!hasMembers(member)) throw new Error(`no ${step} in ${path}`);
    return member;
  }, manifest);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return JSON.stringify(manifest);
}

const render = (text: string) => () => renderManifest(text, APP);

describe("the manifest as it is served", () => {
  it("bears our public address in every place and fits into 5 KiB", () => {
    const served = renderManifest(template, `${APP}/`);
    expect(served).not.toContain("app.example.invalid");
    expect(Buffer.byteLength(served)).toBeLessThan(5_120);
    expect(JSON.parse(served)).toMatchObject({
      client_id: `${APP}/manifest.json`,
      redirect_uris: [`${APP}/oauth/callback`],
      initiate_login_uri: `${APP}/oauth/install`,
      jwks_uri: `${APP}/.well-known/jwks.json`,
      app: { actions: [{ url: `${APP}/actions/sync-now` }, { url: `${APP}/embedded/orders/{order_id}` }] },
    });
  });

  it("is the file itself apart from the address", () => {
    const served = renderManifest(template, APP).replaceAll(APP, "https://app.example.invalid");
    expect(JSON.parse(served)).toEqual(JSON.parse(template));
  });

  it("works on a developer's machine and below a path", () => {
    expect(renderManifest(template, "http://localhost:3000")).toContain("http://localhost:3000/webhooks");
    expect(renderManifest(template, `${APP}/relay`)).toContain(`${APP}/relay/oauth/callback`);
  });

  it("asks for the scopes the installation asks for, and bears the package's version", () => {
    const { scope, software_version: version } = JSON.parse(template);
    expect(scope.split(" ")).toEqual([...wantedScopes]);
    expect(version).toBe(JSON.parse(packageFile).version);
  });

  it("may hold members of a later version", () => {
    expect(render(changed("app.future", { x: 1 }))).not.toThrow();
  });

  it.each([
    "http://ledger.example",
    "https://user@ledger.example",
    "https://ledger.example?x=1",
    "ledger",
    "",
  ])("is not made for the address %j", (publicUrl) => {
    expect(() => renderManifest(template, publicUrl)).toThrow("the public address must be https");
  });
});

describe("a manifest is refused", () => {
  it.each([
    "manifest_version",
    "client_id",
    "client_name",
    "client_uri",
    "redirect_uris",
    "initiate_login_uri",
    "grant_types",
    "response_types",
    "scope",
    "token_endpoint_auth_method",
    "jwks_uri",
    "app",
    "app.embedded",
    "app.actions",
    "app.webhooks",
    "app.embedded.settings.title",
    "app.webhooks.url",
  ])("without %s", (member) => {
    expect(render(changed(member, undefined))).toThrow(`${member}:`);
  });

  it.each<[string, unknown]>([
    ["manifest_version", "2.0"],
    ["client_secret", "s3cret"],
    ["client_secret_expires_at", 0],
    ["client_name", ""],
    ["client_name", "A name longer than thirty chars"],
    ["client_uri", "http://ledger.example/"],
    ["logo_uri", "https://user@ledger.example/logo.png"],
    ["policy_uri", "https://ledger.example/privacy#top"],
    ["tos_uri", "/terms"],
    ["client_id", "https://ledger.example"],
    ["client_id", "https://ledger.example/a/../manifest.json"],
    ["client_id", "https://ledger.example/%2e%2e/manifest.json"],
    ["client_id", "https://ledger.example/other.json"],
    ["redirect_uris", []],
    ["redirect_uris", Array.from({ length: 11 }, (_, index) => `${APP}/callback/${index}`)],
    ["redirect_uris", [`${APP}/callback`, `${APP}/callback`]],
    ["redirect_uris", ["https://elsewhere.example/callback"]],
    ["initiate_login_uri", "https://elsewhere.example/install"],
    ["grant_types", ["refresh_token"]],
    ["grant_types", ["authorization_code", "implicit"]],
    ["response_types", ["code", "token"]],
    ["scope", "orders:read  refunds:read"],
    ["scope", " orders:read"],
    ["scope", 'orders:read "quoted"'],
    ["token_endpoint_auth_method", "client_secret_basic"],
    ["token_endpoint_auth_signing_alg", "HS256"],
    ["jwks_uri", "http://ledger.example/jwks.json"],
    ["app.embedded.settings.placement", "everywhere"],
    ["app.embedded.settings.url", "https://elsewhere.example/embedded"],
    ["app.embedded.settings.title", { sv: "Bokföring" }],
    ["app.embedded.settings.title", { en: "Accounting", english: "Accounting" }],
    ["app.embedded.session.method", "cookie"],
    ["app.embedded.session.delivery", ["header"]],
    ["app.embedded.session.algs", ["HS256"]],
    ["app.embedded.session.max_age_seconds", 29],
    ["app.embedded.session.max_age_seconds", 601],
    ["app.actions.0.id", "Sync_Now"],
    ["app.actions.0.label", { sv: "Synka" }],
    ["app.actions.0.resource", "invoice_line"],
    ["app.actions.0.views", []],
    ["app.actions.0.views", ["detail", "detail"]],
    ["app.actions.0.mode", "popup"],
    ["app.actions.0.url", "https://elsewhere.example/sync"],
    ["app.actions.0.url", "https://ledger.example/sync/{order_id}"],
    ["app.actions.0.max_ids", 0],
    ["app.actions.0.max_ids", 101],
    ["app.actions.0.scopes", ["orders:delete"]],
    ["app.actions.0.confirm", "yes"],
    ["app.webhooks.spec", "standard-webhooks/2.0.0"],
    ["app.webhooks.url", "https://elsewhere.example/webhooks"],
    ["app.webhooks.signature", ["v2"]],
    ["app.webhooks.payload", "fat"],
    ["app.webhooks.events", ["order"]],
    ["app.webhooks.events", ["order.paid", "order.paid"]],
    ["app.urls", { support: "mailto:help@ledger.example" }],
  ])("with %s %j, and the refusal names it", (member, value) => {
    expect(render(changed(member, value))).toThrow(member);
  });

  it("when it is larger than servers read", () => {
    expect(render(changed("app.description", { en: "x".repeat(5_000) }))).toThrow(/bytes, but only 5119/);
  });

  it("with all its faults at once", () => {
    const text = changed("client_name", "").replace('"jwt"', '"cookie"');
    expect(render(text)).toThrow(/client_name: .*; app\.embedded\.session\.method: /);
  });
});
