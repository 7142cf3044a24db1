/**
 * Replaces `@uwdata/flechette` in the bundles. arquero reads and writes Arrow files with it, which no function does, but a bundler
 * cannot know that.
 */
function unavailable(): never {
  throw new Error('Arrow files cannot be read or written by a bundled function');
}

export const columnFromArray = unavailable;
export const columnFromValues = unavailable;
export const tableFromColumns = unavailable;
export const tableFromIPC = unavailable;
export const tableToIPC = unavailable;
