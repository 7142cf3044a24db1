import {
  type Completed,
  type CompletedCommand,
  type CompletedOption,
  commandsBelow,
  lastWord,
} from './completed-command.ts';

/** The completion of zsh. It works as a file `_driftwarden` in a folder of `$fpath`, and when it is sourced. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef driftwarden
# The completion of driftwarden for zsh.

# The folder that --monitors names.
_driftwarden_folder() {
  local at=\${_driftwarden_words[(I)--monitors]} joined=\${_driftwarden_words[(R)--monitors=*]}
  local folder=monitors
  if (( at > 0 )); then folder=\${_driftwarden_words[at + 1]}; elif [[ -n $joined ]]; then folder=\${joined#*=}; fi
  print -r -- \${~\${(Q)folder}}
}

_driftwarden_monitors() {
  local -a names
  names=("$(_driftwarden_folder)"/*.(yaml|yml|json)(N:t:r))
  # No other file is a monitor.
  names=(\${(M)names:#[a-z0-9]([a-z0-9-])#})
  _describe -t monitors monitor names
  [[ $PREFIX == */* ]] && _files -g '*.(yaml|yml|json)'
}

_driftwarden_commands() {
  local -a commands
  case $1 in
${commands.map((command) => listOf(command, commands)).join('')}  esac
  (( $#commands )) && _describe -t commands command commands
}

_driftwarden() {
  setopt localoptions extendedglob
  local -a _driftwarden_words
  _driftwarden_words=($words)
  local context state line
  typeset -A opt_args
${commandCase('', commands, '  ')}}

if [[ $funcstack[1] == _driftwarden ]]; then _driftwarden "$@"; else compdef _driftwarden driftwarden; fi
`;
}

/** The commands below one, with what they do. */
function listOf({ words }: CompletedCommand, commands: readonly CompletedCommand[]): string {
  const below = commandsBelow(words, commands);
  if (below.length === 0) return '';
  const entries = below.map((command) => quoted(`${lastWord(command)}:${command.summary}`));
  return `    ${quoted(words)}) commands=(${entries.join(' ')}) ;;\n`;
}

/** Completes what follows a command. */
function commandCase(words: string, commands: readonly CompletedCommand[], indent: string): string {
  const command = commands.find((each) => each.words === words)!;
  const [first, ...others] = command.arguments;
  const options = command.options.flatMap(optionSpecs);
  const below = commandsBelow(words, commands);
  if (below.length === 0) return call([...options, ...command.arguments.map(argumentSpec)], indent);
  const arm = (pattern: string, body: string) => `${indent}    ${pattern})\n${body}${indent}      ;;\n`;
  const arms = below.map((child) => arm(lastWord(child), commandCase(child.words, commands, `${indent}      `)));
  // Its first argument stands where the name of a command may stand.
  const further =
    first === undefined ? '' : arm('*', call([...options, ...others.map(argumentSpec)], `${indent}      `));
  const start = [`_driftwarden_commands ${quoted(words)}`, ...(first === undefined ? [] : [actionOf(first.value)])];
  return (
    call(['-C', ...options, quoted(`(-)1: :{ ${start.join('; ')} }`), quoted('*:: :->rest')], indent) +
    `${indent}if [[ $state == rest ]]; then\n${indent}  case $words[1] in\n${arms.join('')}${further}${indent}  esac\n${indent}fi\n`
  );
}

function call(specs: readonly string[], indent: string): string {
  return `${indent}_arguments \\\n${specs.map((spec) => `${indent}  ${spec}`).join(' \\\n')}\n`;
}

function optionSpecs({ names, description, value }: CompletedOption): string[] {
  const text = `[${description.replaceAll(/[[\]:\\]/g, '\\$&')}]`;
  const all = names.length > 1 ? `(${names.join(' ')})` : '';
  const action = value === null ? '' : `:${names[0].replace(/^-+/, '')}:${actionOf(value)}`;
  return names.map((name) =>
    quoted(`${all}${name}${value !== null && name.startsWith('--') ? '=' : ''}${text}${action}`),
  );
}

function argumentSpec({ name, value, variadic }: CompletedCommand['arguments'][number], i: number): string {
  return quoted(`${variadic ? '*' : i + 1}:${name}:${actionOf(value)}`);
}

function actionOf(value: Completed): string {
  switch (value.kind) {
    case 'words':
      return `(${value.words.join(' ')})`;
    case 'monitor':
      return '_driftwarden_monitors';
    case 'command':
      return '{ _driftwarden_commands "" }';
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'text':
      return ' ';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
