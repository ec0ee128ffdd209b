import { defineConfig } from "vitest/config";
import { PlainReporter } from "./test/support/plain-reporter.ts";
import { SlowFirst } from "./test/support/slow-first.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    pool: "forks",
    // More than the usual two processors: journeys mostly wait, for paces, leases and sweeps.
    maxWorkers: 3,
    sequence: { sequencer: SlowFirst },
    // Generous, because journeys start servers and a browser; a hanging test still ends.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    reporters: ["default", new PlainReporter()],
  },
});
