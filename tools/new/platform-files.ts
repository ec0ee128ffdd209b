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
  };
}
