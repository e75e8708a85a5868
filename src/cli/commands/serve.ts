import type { Verb } from '../verb.ts'
export const serve: Verb = { words: [], options: [], examples: [], run: async () => undefined }
