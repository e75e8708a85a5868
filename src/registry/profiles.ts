// What was seen of the values that a run brought? A row a feature version, or a member of one.
import { canonicalJson } from '../core/json.ts'
import { plainOf } from '../core/plain.ts'
import { type Profile, type ProfileOf, storedProfile } from '../core/profiles.ts'
import { readStored } from '../core/stored.ts'
import { render } from '../sql/render.ts'
import type { Registry } from './registry.ts'

/** For use inside a transaction of the caller. */
export const insertProfiles = ({ database }: Registry, run: number, profiles: readonly ProfileOf[]): void => {
  const insert = database.prepare('INSERT INTO profiles (run, feature_version, member, body) VALUES (?, ?, ?, ?)')
  for (const { feature, member, profile } of profiles) insert.run(run, feature, member, canonicalJson(plainOf(profile)))
}

export interface KeptProfile {
  readonly run: number
  readonly member: string
  readonly profile: Profile
}

interface Row {
  readonly run: bigint
  readonly member: string
  readonly body: string
}

/** Of a feature version in a run, null: the newest that has any; a member each, by name. */
export const profilesOf = ({ database }: Registry, feature: number, run: number | null = null): KeptProfile[] =>
  database
    .prepare<unknown[], Row>(render('registry/latest-profiles'))
    .all({ feature, run })
    .map((row) => ({
      run: Number(row.run),
      member: row.member,
      profile: readStored(storedProfile, row.body, `profile of run ${row.run}`),
    }))
