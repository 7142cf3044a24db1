# zsh capture.zsh SCRIPT FOLDER OUT LINE…: writes the words that zsh offers when Tab is pressed after each LINE, one a line, then "(end)".
zmodload zsh/zpty
: > $3
zpty shell zsh -f -i
zpty -w shell "PROMPT=; unsetopt listbeep; cd ${(q)2}; autoload -Uz compinit; compinit -D -u; source ${(q)1}"
# Completion adds what it offers with compadd. With -O, -A and -D it only looks what matches.
zpty -w shell "compadd() { if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd \"\$@\"; return; fi; local -a hits; builtin compadd -A hits \"\$@\"; print -rl -- \$hits >> ${(q)3}; builtin compadd \"\$@\" }"
zpty -w shell "finish() { print -r -- '(end)' >> ${(q)3} }; zle -N finish; bindkey '^X' finish"
typeset -i ends=0
for line in "${@:4}"; do
  # Ctrl-U clears the line, and Ctrl-X says that Tab is done.
  zpty -n -w shell $'\025'"$line"$'\t\030'
  (( ends += 1 ))
  until (( $(grep -c '^(end)$' $3) == ends )); do sleep 0.01; done
done
zpty -d shell
