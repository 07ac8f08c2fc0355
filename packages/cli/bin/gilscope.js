#!/usr/bin/env node
// The executable: checks what it stands on, then hands over to the built command. Kept in syntax that old Nodes parse.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`gilscope needs Node 20.19 or newer; this is Node ${process.versions.node}\n`);
  process.exit(2);
}
try {
  await import("../dist/main.js");
} catch (error) {
  if (error?.code !== "ERR_MODULE_NOT_FOUND" || !String(error.message).includes("dist/main.js")) throw error;
  process.stderr.write(
    "gilscope is not built yet. In the repository, run:\n    npx -y pnpm@12 build\n" +
      "or let it build itself:\n    npx -y pnpm@12 gilscope run FILE\n",
  );
  process.exit(2);
}
