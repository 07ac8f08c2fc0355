/** What `gilscope --version` says. */
import manifest from "../package.json" with { type: "json" };

export const versionText = `gilscope ${manifest.version} (Python 3.13)`;
