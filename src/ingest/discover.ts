// What is new in a source? Files are told apart by content, whatever their paths.
import { relative } from 'node:path'
import { type FileState, findFiles, hashFile, sameState, stateOf } from '../sources/files.ts'
import { hiveFolders } from '../sources/source.ts'

/** A file as the registry remembers it. */
export interface KnownFile extends Omit<FileState, 'path'> {
  /** Relative to the project. */
  readonly path: string
  readonly hash: string
  /** The number its rows carry in the source log: files that continue one another share it. */
  readonly origin: number
}

/** A content that was landed once, under whatever path. */
export interface KnownContent {
  readonly hash: string
  readonly size: bigint
  readonly origin: number
}

export interface FoundFile extends KnownFile {
  readonly absolute: string
  /** new: all rows land · changed: the rows it did not have before · known: nothing but the stat is noted. */
  readonly state: 'new' | 'changed' | 'known'
}

export interface Discovery {
  readonly files: readonly FoundFile[]
  /** Files whose size, times and inode were as before, and which were not read. */
  readonly untouched: number
}

export interface Memory {
  readonly files: readonly KnownFile[]
  readonly contents: readonly KnownContent[]
  /** The first origin not yet used. */
  readonly nextOrigin: number
}

/** `resolve` refuses a file that leaves the project; `full` hashes every file. */
export const discover = async (
  project: { readonly root: string; resolve(path: string): string },
  pattern: string,
  memory: Memory,
  full: boolean,
  signal?: AbortSignal,
): Promise<Discovery> => {
  const byPath = new Map(memory.files.map((file) => [file.path, file]))
  const contents = new Map(memory.contents.map((content) => [content.hash, content]))
  const lengths = memory.contents.map((content) => content.size)
  let origin = memory.nextOrigin
  let untouched = 0
  const files: FoundFile[] = []
  for (const found of findFiles(project.root, project.resolve(pattern))) {
    const absolute = project.resolve(found)
    const path = relative(project.root, found)
    const state = stateOf(absolute)
    const before = byPath.get(path)
    if (before && !full && sameState(before, state)) {
      untouched += 1
      continue
    }
    const content = await hashFile(absolute, lengths, signal)
    const hash = withFolders(content.hash, path)
    const same = contents.get(hash)
    const earlier = [...content.beginnings.values()]
      .map((beginning) => contents.get(withFolders(beginning, path)))
      .findLast((it) => it)
    const continued = before ?? earlier
    const it = { ...state, path, absolute, hash }
    if (same) files.push({ ...it, state: 'known', origin: same.origin })
    else if (continued) files.push({ ...it, state: 'changed', origin: continued.origin })
    else files.push({ ...it, state: 'new', origin: origin++ })
    contents.set(hash, { hash, size: state.size, origin: files.at(-1)?.origin ?? 0 })
  }
  return { files, untouched }
}

/** What a file's rows are made of: equal files in two hive folders are two contents. */
const withFolders = (hash: string, path: string): string => {
  const folders = hiveFolders(path)
  return folders === '' ? hash : `${hash} ${folders}`
}
