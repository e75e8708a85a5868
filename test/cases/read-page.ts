// What does a page of cases say? Its title, and blocks: a line such as `spine`, and the table or text that follows.

export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export interface Block {
  readonly head: string
  readonly table: Table
  /** What stands after the head besides the table. */
  readonly text: string
}

export interface Page {
  readonly title: string
  readonly text: string
  readonly blocks: readonly Block[]
}

const begins = /^(history \w+ \(|spine$|answer|error \w+$|note )/

export const readPage = (text: string): Page => {
  const blocks: { head: string; lines: string[] }[] = []
  for (const line of text.split('\n')) {
    if (begins.test(line)) blocks.push({ head: line, lines: [] })
    else blocks.at(-1)?.lines.push(line)
  }
  return {
    title: text.split('\n')[0]?.replace(/^# /, '') ?? '',
    text,
    blocks: blocks.map(({ head, lines }) => ({
      head,
      table: tableOf(lines.filter((line) => line.startsWith('|'))),
      text: lines.filter((line) => !line.startsWith('|')).join('\n'),
    })),
  }
}

const tableOf = ([header = '', , ...rows]: readonly string[]): Table => ({
  columns: cells(header),
  rows: rows.map(cells),
})

const cells = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
