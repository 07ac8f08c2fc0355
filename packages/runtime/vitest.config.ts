import { defineConfig } from "vitest/config";

// Packages are tested one after the other (groupOrder), and this one's files too: its threads need the cores to themselves.
export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    pool: "forks",
    maxWorkers: 1,
    // Ends what hangs; a slow machine is no failure.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    sequence: { groupOrder: 2 },
  },
});
