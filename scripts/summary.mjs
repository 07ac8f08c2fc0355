// Adds up vitest's JSON reports. A file that failed before any of its tests ran counts as one failure.

import { readFileSync } from "node:fs";

/** @param {string[]} reports paths; one that cannot be read counts as one failure */
export function summary(reports) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const path of reports) {
    let report;
    try {
      report = JSON.parse(readFileSync(path, "utf8"));
    } catch {
      failed++;
      continue;
    }
    passed += report.numPassedTests;
    failed += report.numFailedTests;
    skipped += report.numPendingTests + report.numTodoTests;
    for (const file of report.testResults) {
      if (file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed")) failed++;
    }
  }
  const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
  return { passed, failed, skipped, line };
}
