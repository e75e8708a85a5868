// Completion of commands and options, as a script that a shell reads once.
import type { Verb } from '../verb.ts'

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const

export const completion: Verb = {
  words: [{ form: '<shell>', about: 'whose', choices: shells }],
  options: [],
  examples: [
    { line: 'pintail completion bash >> ~/.bashrc', about: 'bash' },
    { line: 'pintail completion zsh > ~/.pintail.zsh', about: 'zsh; then source ~/.pintail.zsh in ~/.zshrc' },
    { line: 'pintail completion fish > ~/.config/fish/completions/pintail.fish', about: 'fish' },
  ],
  run: async (given, context) => {
    const { completionScript } = await import('../completion-script.ts')
    const [shell = ''] = given.words
    await context.print(completionScript(shell))
    return undefined
  },
}
