import { type Completed, type CompletedCommand, commandsBelow, lastWord } from './completed-command.ts';

/** The completion of bash, from version 3.2 on. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const options = commands.map(({ words, options }) => [words, options.flatMap(({ names }) => names).join(' ')]);
  const below = commands.map(({ words }) => [words, commandsBelow(words, commands).map(lastWord).join(' ')]);
  const values = commands.flatMap(({ words, options }) =>
    options.flatMap(({ names, value }) =>
      value === null ? [] : names.map((name) => [`${words} ${name}`.trim(), describe(value)]),
    ),
  );
  const positions = commands.flatMap((command) =>
    command.arguments.flatMap(({ value, variadic }, i) => {
      const row = [`${command.words} ${i}`, describe(value)];
      // Every further word of a variadic argument is completed as the first one.
      return variadic ? [row, [`${command.words} *`, describe(value)]] : [row];
    }),
  );
  return `# The completion of driftwarden for bash.

${table('_driftwarden_options', 'the options of a command', options)}
${table('_driftwarden_commands', 'the commands below a command', below)}
${table('_driftwarden_value', 'the value of an option of a command', values)}
${table('_driftwarden_argument', 'an argument of a command by its position', positions)}
${PROGRAM}`;
}

function describe(value: Completed): string {
  return value.kind === 'words' ? `words ${value.words.join(' ')}` : value.kind;
}

/** A function that prints the second text of a row for the first. */
function table(name: string, comment: string, rows: readonly (readonly string[])[]): string {
  const keys = new Map<string, string[]>();
  for (const [key, text] of rows) keys.set(text, [...(keys.get(text) ?? []), patternOf(key)]);
  keys.delete('');
  const cases = [...keys].map(([text, patterns]) => `    ${patterns.join(' | ')}) printf '%s\\n' '${text}' ;;\n`);
  return `# Prints ${comment}.\n${name}() {\n  case $1 in\n${cases.join('')}  esac\n}\n`;
}

function patternOf(key: string): string {
  return key.endsWith('*') ? `'${key.slice(0, -1)}'*` : `'${key}'`;
}

const PROGRAM = `# Offers what begins with $2, as $1 says.
_driftwarden_offer() {
  local kind=$1 current=$2 folder=$3 word file
  case $kind in
    words*)
      for word in \${kind#words}; do
        [[ $word == "$current"* ]] && COMPREPLY+=("$word")
      done
      ;;
    command)
      _driftwarden_offer "words $(_driftwarden_commands "$4")" "$current" "$folder"
      ;;
    monitor)
      if [[ $current == */* ]]; then
        _driftwarden_offer file "$current" "$folder"
        return
      fi
      for file in "$folder"/*.yaml "$folder"/*.yml "$folder"/*.json; do
        word=\${file##*/}
        word=\${word%.*}
        # No other file is a monitor.
        [[ -e $file && $word =~ ^[a-z0-9][a-z0-9-]*$ && $word == "$current"* ]] && COMPREPLY+=("$word")
      done
      ;;
    file | folder)
      compopt -o filenames 2> /dev/null
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(
        if [[ $kind == folder ]]; then compgen -d -- "$current"; else compgen -f -- "$current"; fi
      )
      ;;
  esac
}

_driftwarden() {
  local current=\${COMP_WORDS[COMP_CWORD]} command='' folder=monitors option='' value='' position=0 word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    # bash makes a word of the "=" in --kind=drift.
    [[ $word == '=' ]] && continue
    if [[ -n $value ]]; then
      [[ $option == --monitors ]] && folder=$word
      value=''
    elif [[ $word == -* ]]; then
      option=$word
      value=$(_driftwarden_value "\${command:+$command }$option")
    elif [[ $position == 0 && " $(_driftwarden_commands "$command") " == *" $word "* ]]; then
      command=\${command:+$command }$word
    else
      position=$((position + 1))
    fi
  done
  # The folder as it was typed: with quotes, or a tilde.
  folder=\${folder//[\\"\\'\\\\]/}
  folder=\${folder/#\\~/$HOME}
  [[ $current == '=' ]] && current=''
  if [[ -n $value ]]; then
    _driftwarden_offer "$value" "$current" "$folder" ''
  elif [[ $current == -* ]]; then
    _driftwarden_offer "words $(_driftwarden_options "$command")" "$current" "$folder" ''
  else
    [[ $position == 0 ]] && _driftwarden_offer command "$current" "$folder" "$command"
    _driftwarden_offer "$(_driftwarden_argument "$command $position")" "$current" "$folder" ''
  fi
}

complete -F _driftwarden driftwarden
`;
