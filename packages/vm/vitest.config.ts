import { defineConfig } from "vitest/config";

// Packages are tested one after the other (groupOrder), this one with two files at a time.
export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    pool: "forks",
    maxWorkers: 2,
    // Ends what hangs; a slow machine is no failure.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    sequence: { groupOrder: 0 },
  },
});
