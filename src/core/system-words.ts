// What did the system refuse? In words, where Node has but a code and a call: ENOSPC, write.
import { messageOf } from './errors.ts'

const words: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left there',
  EDQUOT: 'the quota is used up there',
  EFBIG: 'a file may not become as large there',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of the path is a file and no folder',
  EISDIR: 'it is a folder',
  EEXIST: 'it is there already',
  ENAMETOOLONG: 'the name is too long',
  EACCES: 'it is not permitted',
  EPERM: 'it is not permitted',
  EROFS: 'it can only be read there',
  EBADF: 'it is closed, or can only be read',
  EIO: 'the device fails',
}

/** Why something could not be written. */
export const refusalOf = (thrown: unknown): string =>
  (thrown instanceof Error && 'code' in thrown ? words[String(thrown.code)] : undefined) ?? messageOf(thrown)
