// How is an error case written? As Markdown: files that differ from the base project, then a console with what is seen.

export interface Step {
  readonly line: string
  /** What stderr says, and `[status]` where it is not 0. */
  readonly expected: string
}

export interface ErrorCase {
  readonly title: string
  readonly files: readonly { readonly path: string; readonly text: string }[]
  readonly steps: readonly Step[]
}

const fence = /^```(\S+) ?(\S*)\n([\s\S]*?)^```$/gm

/** One case for each `## heading`. */
export const readCases = (markdown: string): ErrorCase[] =>
  markdown
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const blocks = [...section.matchAll(fence)].map(([, language = '', path = '', text = '']) => ({
        language,
        path,
        text,
      }))
      return {
        title: section.split('\n', 1)[0] ?? '',
        files: blocks.filter(({ path }) => path !== ''),
        steps: blocks.filter(({ language }) => language === 'console').flatMap(({ text }) => stepsOf(text)),
      }
    })

const stepsOf = (text: string): Step[] =>
  text
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const [line = '', ...rest] = step.split('\n')
      return { line, expected: rest.join('\n').trimEnd() }
    })

/** The same Markdown with other outcomes in its consoles, in the order of their steps. */
export const withOutcomes = (markdown: string, outcomes: readonly string[]): string => {
  const rest = [...outcomes]
  return markdown.replaceAll(fence, (whole, language: string, _path: string, text: string) =>
    language === 'console'
      ? `\`\`\`console\n${stepsOf(text)
          .map(({ line }) => `$ ${line}\n${ended(rest.shift() ?? '')}`)
          .join('')}\`\`\``
      : whole,
  )
}

const ended = (text: string): string => (text === '' ? '' : `${text}\n`)
