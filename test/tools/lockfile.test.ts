import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";

const lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      optional: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
      link: z.boolean().optional(),
    }),
  ),
});
const root = join(import.meta.dirname, "../..");

it("every package of the lockfile is pinned by its content and comes as a registry's tarball", () => {
  const { packages } = lockfile.parse(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")));
  const installed = Object.entries(packages).filter(([path]) => path !== "");
  expect(installed.length).toBeGreaterThan(200);
  // Those added for other platforms name version and platform only: npm asks the registry for their content.
  const open = installed.filter(([, one]) => one.integrity === undefined && one.optional !== true);
  expect(open.map(([path]) => path)).toEqual([]);
  const elsewhere = installed.filter(
    ([, { resolved, link }]) =>
      link === true || (resolved !== undefined && !/^https:\/\/[^/]+\/.+\.tgz$/.test(resolved)),
  );
  expect(elsewhere.map(([path]) => path)).toEqual([]);
  const weak = installed.filter(
    ([, { integrity }]) => integrity !== undefined && !integrity.startsWith("sha512-"),
  );
  expect(weak.map(([path]) => path)).toEqual([]);
});
