import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { sha512 } from "../../src/numeric/sha512.ts";

it("digests messages around the block boundaries as the standard says", () => {
  for (const length of [0, 1, 3, 110, 111, 112, 113, 127, 128, 129, 300]) {
    const message = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
    expect(Buffer.from(sha512(message)).toString("hex")).toBe(createHash("sha512").update(message).digest("hex"));
  }
});
