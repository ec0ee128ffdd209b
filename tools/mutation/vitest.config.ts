import { defineConfig } from "vitest/config";

/**
 * The examples of money and of the decision, without services. Properties are left out: each takes seconds for every
 * mutant, and what only they notice deserves an example that a bookkeeper can read.
 */
export default defineConfig({
  test: {
    include: ["test/plugin/domain/money.test.ts", "test/plugin/decision/**/*.test.ts"],
    exclude: ["test/plugin/decision/{booking-page,properties}.test.ts"],
    setupFiles: ["tools/mutation/few-runs.ts"],
    testTimeout: 30_000,
  },
});
