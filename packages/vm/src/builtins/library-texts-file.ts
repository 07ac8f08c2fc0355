/** In the bundles, in the place of library-texts.ts: the texts are a file of their own, which what started the worker reads when it is asked to. */
const { gilscopeLoadLibrary } = globalThis as unknown as {
  gilscopeLoadLibrary: () => { pythonModules: ReadonlyMap<string, string> };
};

export const libraryTexts = (): ReadonlyMap<string, string> => gilscopeLoadLibrary().pythonModules;
