// How does a shell learn to complete? From a script that asks `pintail complete` at each tab.
import { RootCommand } from '@bomb.sh/tab'

/** Our own for bash: it needs no other package, and knows that a colon is part of a reference. */
const bash = [
  '# bash completion for pintail',
  '_pintail() {',
  '  local line="${COMP_LINE:0:COMP_POINT}" words current before answer candidate',
  '  read -ra words <<< "$line"',
  '  [[ "$line" == *[[:space:]] ]] && words+=(\'\')',
  '  current="${words[${#words[@]} - 1]}"',
  '  # What bash puts in place is only what follows the last : or =',
  '  before="${current%"${current##*[:=]}"}"',
  '  COMPREPLY=()',
  '  while IFS= read -r answer; do',
  '    candidate="${answer%%$\'\\t\'*}"',
  '    if [[ "$answer" == :* ]]; then',
  '      (( ${answer#:} & 4 )) || compopt -o default 2> /dev/null',
  '    elif [[ "$candidate" == "$current"* ]]; then',
  '      COMPREPLY+=("${candidate#"$before"}")',
  '    elif [[ "$current" == --*=* && "$candidate" == "${current#*=}"* ]]; then',
  '      COMPREPLY+=("$candidate")',
  '    fi',
  '  done < <(pintail complete -- "${words[@]:1}" 2> /dev/null)',
  '}',
  'complete -F _pintail pintail',
]

export const completionScript = (shell: string): string =>
  shell === 'bash' ? `${bash.join('\n')}\n` : printed(() => new RootCommand().setup('pintail', 'pintail', shell))

/** What the library says on the console, as text. */
export const printed = (work: () => void): string => {
  const lines: string[] = []
  const { log } = console
  console.log = (line: string) => lines.push(line)
  try {
    work()
  } finally {
    console.log = log
  }
  return lines.map((line) => `${line}\n`).join('')
}
