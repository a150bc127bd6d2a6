/** What an experiment has found so far. */

import type { DataFound, Found, MemberFound, RacedFound, SoftLabel, StudentFound } from './found.ts'
import type { Recorded } from './recorder.ts'

export interface Results {
  readonly data: DataFound | null
  readonly race: Recorded | null
  readonly raced: RacedFound | null
  readonly members: readonly MemberFound[]
  readonly labels: readonly SoftLabel[]
  readonly students: readonly StudentFound[]
  readonly failure: string | null
  readonly isDone: boolean
}

export const emptyResults: Results = {
  data: null,
  race: null,
  raced: null,
  members: [],
  labels: [],
  students: [],
  failure: null,
  isDone: false,
}

export const withFound = (results: Results, found: Found): Results => {
  switch (found.kind) {
    case 'data':
      return { ...results, data: found }
    case 'race':
      return { ...results, race: found }
    case 'raced':
      return { ...results, raced: found }
    case 'member':
      return { ...results, members: [...results.members, found] }
    case 'soft labels':
      return { ...results, labels: found.samples }
    case 'student':
      return { ...results, students: [...results.students, found] }
    case 'failed':
      return { ...results, failure: found.why }
    case 'done':
      return { ...results, isDone: true }
  }
}
