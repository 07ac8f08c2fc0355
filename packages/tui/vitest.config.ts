import { defineConfig } from "vitest/config";

// Packages are tested one after the other (groupOrder), this one with two files at a time.
export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    pool: "forks",
    maxWorkers: 2,
    sequence: { groupOrder: 1 },
  },
});
