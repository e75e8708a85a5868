// What may pintail.yaml say? Every key can be left out.
import * as z from 'zod'
import { shown } from './issue-words.ts'

const text = z.string().min(1)
const memoryLimit = z.string().regex(/^\d+(\.\d+)?\s*([KMGT]i?)?B$/i, {
  error: (issue) => `${shown(issue.input)} is no amount of memory; write 4GB or 512MB`,
})

/** The shape of pintail.yaml. */
export const configuration = z.strictObject({
  project: text.optional().describe("The project's name; its folder's unless given"),
  definitions: z.array(text).min(1).optional().describe('Folders that are searched for definitions'),
  allow: z.array(text).optional().describe('Folders outside the project that sources may read'),
  engine: z
    .strictObject({
      threads: z.int().min(1).max(1024).optional().describe("The machine's unless given"),
      memory_limit: memoryLimit.optional().describe('4GB, 512MB; four fifths of the machine unless given'),
    })
    .optional(),
  server: z.strictObject({ host: text.optional(), port: z.int().min(0).max(65_535).optional() }).optional(),
  strict: z.boolean().optional().describe('Whether warnings count as errors'),
})
