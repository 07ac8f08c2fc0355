#!/usr/bin/env node
// The executable: checks what it stands on, then hands over to the built command. Kept in syntax that old Nodes parse.
var version = process.versions.node.split(".").map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  process.stderr.write("gilscope needs Node 20.19 or newer; this is Node " + process.versions.node + "\n");
  process.exit(2);
}
var main;
try {
  main = require.resolve("../dist/main.js");
} catch (_) {
  process.stderr.write(
    "gilscope is not built yet. In the repository, run:\n    npx -y pnpm@12 build\n" +
      "or let it build itself:\n    npx -y pnpm@12 gilscope run FILE\n",
  );
  process.exit(2);
}
require(main);
