/** The modules of the library as the build compiled them. In the bundles library-texts-file.ts stands here: only who builds a heap needs them. */
import { pythonModules } from "./python.generated.ts";

/** Code files by name of the module, in base64. */
export const libraryTexts = (): ReadonlyMap<string, string> => pythonModules;
