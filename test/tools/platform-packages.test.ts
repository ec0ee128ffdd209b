import { describe, expect, it } from "vitest";
import { completeLockfile, missingPlatformPackages } from "../../tools/lockfile/platform-packages.ts";

const lockfile = {
  packages: {
    "": {},
    "node_modules/formatter": {
      version: "2.0.0",
      dev: true,
      optionalDependencies: { "@formatter/linux-x64-gnu": "2.0.0", "@formatter/win32-arm64": "2.0.0" },
    },
    "node_modules/@formatter/linux-x64-gnu": {
      version: "2.0.0",
      optional: true,
      os: ["linux"],
      cpu: ["x64"],
    },
    "node_modules/queue/node_modules/packer": {
      version: "1.0.0",
      optionalDependencies: { "packer-linux-arm64-musl": "1.0.0", "packer-extra": "1.0.0" },
    },
    "node_modules/queue/node_modules/packer-extra": { version: "1.0.0", optional: true },
  },
};

describe("a lockfile made where not every platform's packages can be seen", () => {
  it("is found to lack the packages of the other platforms, and only those", () => {
    expect(missingPlatformPackages(lockfile)).toEqual([
      { name: "@formatter/win32-arm64", version: "2.0.0", dev: true },
      { name: "packer-linux-arm64-musl", version: "1.0.0", dev: false },
    ]);
  });

  it("gets them with the platform they are for, and keeps all it had", () => {
    const complete = completeLockfile(lockfile);
    expect(missingPlatformPackages(complete)).toEqual([]);
    expect(complete.packages).toMatchObject(lockfile.packages);
    expect(complete.packages["node_modules/@formatter/win32-arm64"]).toEqual({
      version: "2.0.0",
      cpu: ["arm64"],
      dev: true,
      optional: true,
      os: ["win32"],
    });
    expect(complete.packages["node_modules/packer-linux-arm64-musl"]).toEqual({
      version: "1.0.0",
      cpu: ["arm64"],
      libc: ["musl"],
      optional: true,
      os: ["linux"],
    });
  });
});
