import { defineConfig } from "vitest/config";

/** The tests of the pure parts only, without services. */
export default defineConfig({
  test: {
    include: ["test/plugin/domain/money.test.ts", "test/plugin/decision/**/*.test.ts"],
    exclude: ["test/plugin/decision/booking-page.test.ts"],
    setupFiles: ["tools/mutation/few-runs.ts"],
    testTimeout: 30_000,
  },
});
