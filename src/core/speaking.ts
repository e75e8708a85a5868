// Of which file does an error speak? Of the one that the user knows, where a copy of it was read.
import { PintailError, type Problem } from './errors.ts'

/** Runs work that reads a copy of a file; `inFix` is what a command calls it. */
export const speakingOf = async <T>(given: string, copy: string, work: () => Promise<T>, inFix = given): Promise<T> => {
  try {
    return await work()
  } catch (cause) {
    if (!(cause instanceof PintailError) || copy === given) throw cause
    const [first = cause, ...others] = cause.problems.map(
      (problem): Problem => ({
        ...problem,
        message: problem.message.replaceAll(copy, given),
        at: problem.at && { ...problem.at, file: problem.at.file.replaceAll(copy, given) },
        fix: problem.fix?.replaceAll(copy, inFix),
      }),
    )
    throw new PintailError({ ...first, cause }, others)
  }
}
