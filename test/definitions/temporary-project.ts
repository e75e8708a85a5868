// A project in a folder of its own, made of the files a test gives; and problems in one line each.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { PintailError, type Problem } from '../../src/core/errors.ts'

/** Path from the folder → what stands in it. */
export type Files = Readonly<Record<string, string | Uint8Array>>

/** The real path of a folder that goes with the test. */
export const temporaryFolder = (test: TestContext, files: Files): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pintail-definitions-')))
  test.after(() => rmSync(folder, { recursive: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

/** `code file:line:column message`, and the fix behind an arrow. */
export const told = ({ code, at, message, fix }: Problem): string => {
  const place = [at?.file ?? '?', at?.line, at?.column].filter((it) => it !== undefined).join(':')
  return `${code} ${place} ${message}${fix === undefined ? '' : ` → ${fix}`}`
}

/** What was thrown, as {@link told}; the empty list when nothing was. */
export const toldBy = async (act: () => unknown): Promise<string[]> => {
  try {
    await act()
    return []
  } catch (thrown) {
    if (!(thrown instanceof PintailError)) throw thrown
    return thrown.problems.map(told)
  }
}
