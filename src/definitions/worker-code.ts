// What runs in the worker thread? Its source file, or the bundle that the executable carries.
import { getAsset, isSea } from 'node:sea'

/** First argument of `new Worker`: code to evaluate, or the file to run. */
export const workerCode = (): string | URL =>
  isSea() ? getAsset('definitions-worker.js', 'utf8') : new URL('./worker.ts', import.meta.url)
