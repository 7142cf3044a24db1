import type { Command, Option } from 'commander';

/** The program's own options that every command accepts. */
export function globalOptions({ parent, options }: Command): readonly Option[] {
  return parent === null ? options.filter(({ long }) => long !== '--version') : globalOptions(parent);
}
