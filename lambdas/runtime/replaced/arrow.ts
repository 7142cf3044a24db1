/**
 * Stands in the bundles for `@uwdata/flechette`, with which arquero reads and writes Arrow files: nothing here does, and a
 * bundler cannot know.
 */
function unavailable(): never {
  throw new Error('Arrow files cannot be read or written by a bundled function');
}

export const columnFromArray = unavailable;
export const columnFromValues = unavailable;
export const tableFromColumns = unavailable;
export const tableFromIPC = unavailable;
export const tableToIPC = unavailable;
