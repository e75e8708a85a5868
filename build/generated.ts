// Is a generated file fresh? `--check` says so and fails; without it a stale file is written anew.
import { readFileSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'

/** Text as a template literal. */
export const literal = (text: string): string => `\`${text.replaceAll(/[\\`]|\$(?=\{)/g, '\\$&')}\``

export const keepFresh = (root: string, target: string, fresh: string): void => {
  const name = relative(root, target)
  const stale = fresh !== committed(target)
  if (process.argv.includes('--check')) {
    if (stale) console.error(`${name} is stale: run \`npm run embed\` and commit it`)
    process.exitCode = stale ? 1 : 0
  } else if (stale) {
    writeFileSync(target, fresh)
    console.log(`wrote ${name}`)
  }
}

const committed = (target: string): string => {
  try {
    return readFileSync(target, 'utf8')
  } catch {
    return ''
  }
}
