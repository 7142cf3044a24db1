/** What a shell completes of a word: one of some words, or the name of something that exists. */
export type Completed =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'monitor' | 'command' | 'file' | 'folder' | 'text' };

/** An option as a shell completes it. */
export interface CompletedOption {
  /** Such as `--quiet` and `-q`. */
  readonly names: readonly string[];
  readonly description: string;
  /** Its value; null: it has none. */
  readonly value: Completed | null;
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  /** The words after `driftwarden`, such as `retrain list`; empty: the program itself. */
  readonly words: string;
  readonly summary: string;
  readonly arguments: readonly { readonly name: string; readonly value: Completed; readonly variadic: boolean }[];
  readonly options: readonly CompletedOption[];
}

/** The commands one word below a command. */
export function commandsBelow(words: string, commands: readonly CompletedCommand[]): readonly CompletedCommand[] {
  const start = words === '' ? '' : `${words} `;
  return commands.filter((each) => each.words.startsWith(start) && /^\S+$/.test(each.words.slice(start.length)));
}

/** The last word of a command. */
export function lastWord({ words }: CompletedCommand): string {
  return words.slice(words.lastIndexOf(' ') + 1);
}
