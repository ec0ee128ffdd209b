import type { NewSystem } from "./names.ts";

/** The files of a new platform, by their paths: headings to fill, and code that says of itself that it is not written. */
export function platformFiles({ id, name, variable, constant }: NewSystem): Record<string, string> {
  return {
    [`plugin/platforms/${id}/README.md`]: `# ${name}

What we know of it, each fact with its source.

## Installing

## Webhooks

## Orders, and where each field of ours comes from

## Limits

## Errors, and who must act

## Not known yet
`,
    [`plugin/platforms/${id}/system.ts`]: `import { vendorValue } from "../../vendor.ts";
import type { PlatformSystem } from "../platform.ts";
import { ${constant} } from "./platform.ts";

/** Where ${name} is. */
export const ${constant}System: PlatformSystem = {
  id: "${id}",
  variables: [{ name: "${variable}_URL", kind: "origin", required: true }],
  platform: (values) => ${constant}({ url: vendorValue(values, "${variable}_URL") }),
};
`,
    [`plugin/platforms/${id}/platform.ts`]: `import type { Platform, Shop } from "../platform.ts";

/** ${name}: say who uses it, in one line. */
export function ${constant}(options: { readonly url: string }): Platform {
  return {
    id: "${id}",
    name: "${name}",
    install: null,
    webhooks: { claim: () => "unknown", verify: () => "refused" },
    sessions: { claim: () => null, verify: async () => null },
    open: (): Shop => ({
      order: () => unwritten("order"),
      changedOrders: () => unwritten("changedOrders"),
      showState: () => unwritten("showState"),
      changedProducts: null,
      setStock: null,
      canShowState: false,
    }),
  };

  function unwritten(part: string): Promise<never> {
    return Promise.reject(new Error(\`${name} at \${options.url}: \${part} is not written yet\`));
  }
}
`,
    [`test/contract/${id}-world.ts`]: `import { ${constant} } from "../../plugin/platforms/${id}/platform.ts";
import { memoryVault, newApp, quietLog, realHttp, standingClock, uncounted } from "../plugin/platforms/manifest/ports.ts";
import { openBadLine } from "./bad-line.ts";
import type { PlatformWorld } from "./platform/world.ts";

/** ${name}'s stand-in, with the app installed in its shop. The stand-in stands in sandbox/platforms/${id}. */
export async function ${constant}World(): Promise<PlatformWorld> {
  const origin = "http://127.0.0.1:9";
  const clock = standingClock();
  const { app } = await newApp("https://ledger.example", clock);
  // Calls that fetch a token pass the line untouched.
  const line = await openBadLine(origin, (path) => path.includes("/token"));
  const noStandIn = (): never => {
    throw new Error("sandbox/platforms/${id} is not written yet");
  };
  return {
    platform: ${constant}({ url: origin }),
    // What installing it gave.
    installation: {
      id: 1,
      platform: "${id}",
      issuer: origin,
      tenantId: "shop-1",
      tenantName: "Shop",
      tenantUrl: origin,
      apiBaseUrl: origin,
      country: "SE",
      currency: "SEK",
      timeZone: "Europe/Stockholm",
      scopes: [],
      status: "installed",
      metadata: {},
    },
    ports: { http: realHttp({ [origin]: line.url }), clock, log: quietLog, app, vault: memoryVault({}), ...uncounted },
    line,
    sell: noStandIn,
    sellLongId: noStandIn,
    change: noStandIn,
    spoil: noStandIn,
    deliveries: noStandIn,
    forged: noStandIn,
    sessionToken: noStandIn,
    close: () => line.close(),
  };
}
`,
    [`test/contract/${id}.contract.test.ts`]: `import { platformContract } from "./platform.contract.ts";
import { ${constant}World } from "./${id}-world.ts";

platformContract("${name}", ${constant}World);
`,
  };
}
