import { type CompletedCommand, type CompletedOption, commandsBelow, lastWord } from './completed-command.ts';

/** The completion of fish, from version 3.1 on. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const known = commands.filter(({ words }) => words !== '').map(({ words }) => quoted(words));
  const valued = new Set(
    commands.flatMap(({ options }) => options.flatMap(({ names, value }) => (value === null ? [] : names))),
  );
  return `# The completion of driftwarden for fish.

# Prints the command that was typed, the number of its arguments before the cursor, and the folder of the monitors.
function __driftwarden_typed
    set -l tokens (commandline -opc)
    set -e tokens[1]
    set -l command ''
    set -l position 0
    set -l folder monitors
    set -l option ''
    for token in $tokens
        if test -n "$option"
            test $option = --monitors; and set folder $token
            set option ''
            continue
        end
        switch $token
            case '--monitors=*'
                set folder (string replace -- --monitors= '' $token)
            case ${[...valued].join(' ')}
                set option $token
            case '-*'
            case '*'
                set -l words (string trim -- "$command $token")
                if test $position = 0; and contains -- $words ${known.join(' ')}
                    set command $words
                else
                    set position (math $position + 1)
                end
        end
    end
    printf '%s\\n' "$command" $position (string replace -r '^~/' "$HOME/" -- $folder)
end

# Whether the command was typed.
function __driftwarden_at
    set -l typed (__driftwarden_typed)
    test "$typed[1]" = $argv[1]
end

# Whether the command was typed, and so many arguments.
function __driftwarden_argument
    set -l typed (__driftwarden_typed)
    test "$typed[1]" = $argv[1]; and test $typed[2] $argv[2] $argv[3]
end

function __driftwarden_monitors
    set -l typed (__driftwarden_typed)
    for file in $typed[3]/*.{yaml,yml,json}
        # No other file is a monitor.
        string match -r '^[a-z0-9][a-z0-9-]*(?=[.][a-z]+$)' -- (basename $file)
    end
end

complete -c driftwarden -f
${commands.map((command) => linesOf(command, commands)).join('')}`;
}

function linesOf(command: CompletedCommand, commands: readonly CompletedCommand[]): string {
  const start = (condition: string) => `complete -c driftwarden -n ${quoted(condition)}`;
  const words = quoted(command.words);
  const below = commandsBelow(command.words, commands).map(
    (child) => `${start(`__driftwarden_argument ${words} -eq 0`)} -a ${lastWord(child)} -d ${quoted(child.summary)}\n`,
  );
  const options = command.options.map((option) => `${start(`__driftwarden_at ${words}`)} ${optionOf(option)}\n`);
  const values = command.arguments.flatMap(({ value, variadic }, i) => {
    const at = start(`__driftwarden_argument ${words} ${variadic ? '-ge' : '-eq'} ${i}`);
    if (value.kind === 'text') return [];
    if (value.kind === 'command') {
      return commandsBelow('', commands).map((child) => `${at} -a ${lastWord(child)} -d ${quoted(child.summary)}\n`);
    }
    return [`${at} ${valueArguments(value)}\n`];
  });
  return [...below, ...options, ...values].join('');
}

function optionOf({ names, description, value }: CompletedOption): string {
  const named = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const parts = [
    ...named,
    ...(value === null ? [] : [value.kind === 'file' ? '-r' : '-x', valueArguments(value)]),
    `-d ${quoted(description)}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function valueArguments(value: NonNullable<CompletedOption['value']>): string {
  switch (value.kind) {
    case 'words':
      return `-a ${quoted(value.words.join(' '))}`;
    case 'monitor':
      return `-a '(__driftwarden_monitors)'`;
    case 'folder':
      return `-a '(__fish_complete_directories)'`;
    case 'file':
      return '-F';
    default:
      return '';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
