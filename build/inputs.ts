// Has anything changed that the executable is made of? One hash over all its sources answers.
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const patterns = ['package-lock.json', 'package.json', 'build/{*,startup/*}.ts', '{src,sql,sample-data}/**/*.*']

export const inputsHash = (root: string): string => {
  const hash = createHash('sha256').update(process.version)
  for (const path of globSync(patterns, { cwd: root }).sort()) {
    hash.update(`${path}\n`).update(readFileSync(join(root, path)))
  }
  return hash.digest('hex')
}
