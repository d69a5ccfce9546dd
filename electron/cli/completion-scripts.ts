/** What shells read to complete `nestwork`: they ask the program itself (`nestwork complete`), which knows its commands and what runs. */

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/**
 * bash takes ":" for a break between words (COMP_WORDBREAKS), so words are taken from the line itself and what stands before the last ":" is left out of the
 * answers. An answer "@file" means: names of files.
 */
const bash = `# bash completion for nestwork                                  -*- shell-script -*-
_nestwork() {
  local line=\${COMP_LINE:0:COMP_POINT} word answers answer
  local -a words
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  word=\${words[\${#words[@]} - 1]}
  mapfile -t answers < <("\${words[0]}" complete -- "\${words[@]:1}" 2> /dev/null)
  local -a files=()
  COMPREPLY=()
  for answer in "\${answers[@]}"; do
    answer=\${answer%%$'\\t'*}
    if [[ $answer == @file ]]; then
      mapfile -t files < <(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")
      continue
    fi
    [[ $answer == */ || $answer == *: ]] && compopt -o nospace
    [[ $word == *:* ]] && answer=\${answer#"\${word%"\${word##*:}"}"}
    COMPREPLY+=("$answer")
  done
  # Signs in names of files are quoted, folders end in "/".
  ((\${#COMPREPLY[@]})) || compopt -o filenames
  COMPREPLY+=("\${files[@]}")
}
complete -F _nestwork nestwork
`;

const zsh = `#compdef nestwork
_nestwork() {
  local line word help
  local -a open closed
  for line in "\${(@f)$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2> /dev/null)}"; do
    word=\${line%%$'\\t'*}
    [[ -z $word ]] && continue
    if [[ $word == @file ]]; then
      _files
      continue
    fi
    help=\${line#*$'\\t'}
    [[ $help == "$line" ]] && help=
    if [[ $word == */ || $word == *: ]]; then
      open+=("\${word//:/\\\\:}:$help")
    else
      closed+=("\${word//:/\\\\:}:$help")
    fi
  done
  (( \${#open} )) && _describe -t nestwork nestwork open -S ''
  (( \${#closed} )) && _describe -t nestwork nestwork closed
}
if [[ $funcstack[1] == _nestwork ]]; then
  _nestwork "$@"
else
  compdef _nestwork nestwork
fi
`;

const fish = `# fish completion for nestwork
function __nestwork_complete
    set -l words (commandline --tokenize --current-process --cut-at-cursor)
    set -l word (commandline --current-token --cut-at-cursor)
    for line in ($words[1] complete -- $words[2..-1] "$word" 2> /dev/null)
        if string match --quiet -- '@file*' $line
            __fish_complete_path "$word"
        else
            echo $line
        end
    end
end
complete --command nestwork --no-files --arguments '(__nestwork_complete)'
`;

export function completionScript(shell: Shell): string {
  return { bash, zsh, fish }[shell];
}
