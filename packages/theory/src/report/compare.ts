/** What differs between two reports, besides their environments and checksums. */

import type { Report } from '../schema/report.ts'

export interface Difference {
  /** The id of the claim; null for what belongs to the whole report. */
  readonly claim: string | null
  /** Where in the claim or the report, such as `measured.value`. */
  readonly place: string
  /** In words, from the first report to the second. */
  readonly change: string
}

/**
 * In the order of the reports. Claims, conditions and series are matched by their ids, names and
 * roles; a list of numbers that differs is one difference.
 */
export const compareReports = (a: Report, b: Report): Difference[] => {
  const { claims: claimsA, environment: _a, checksum: _sumA, ...restA } = a
  const { claims: claimsB, environment: _b, checksum: _sumB, ...restB } = b
  const ids = [...new Set([...claimsA, ...claimsB].map(({ id }) => id))]
  return [
    ...differences(restA, restB, '').map(each => ({ claim: null, ...each })),
    ...ids.flatMap(id => {
      const [one, other] = [claimsA, claimsB].map(claims => claims.find(claim => claim.id === id))
      if (one === undefined || other === undefined)
        return [
          { claim: id, place: '', change: `only in the ${one === undefined ? 'second' : 'first'} report` },
        ]
      return differences(one, other, '').map(each => ({ claim: id, ...each }))
    }),
  ]
}

type Found = Omit<Difference, 'claim'>

const differences = (a: unknown, b: unknown, place: string): Found[] => {
  if (Array.isArray(a) && Array.isArray(b)) return inLists(a, b, place)
  if (isObject(a) && isObject(b))
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap(key =>
      inField(key, a[key], b[key], place === '' ? key : `${place}.${key}`),
    )
  return a === b || JSON.stringify(a) === JSON.stringify(b)
    ? []
    : [{ place, change: `${inWords(a)} → ${inWords(b)}` }]
}

/** Fields that reports of earlier versions do not have. */
const laterFields: readonly string[] = ['draws', 'conditions']

const inField = (key: string, a: unknown, b: unknown, place: string): Found[] => {
  if (laterFields.includes(key) && (a === undefined || b === undefined)) return []
  // What follows from draws is compared by itself.
  if (key === 'draws')
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [{ place, change: 'other draws' }]
  return differences(a, b, place)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const inLists = (a: readonly unknown[], b: readonly unknown[], place: string): Found[] => {
  const [named, others] = [byName(a), byName(b)]
  if (named !== undefined && others !== undefined) return differences(named, others, place)
  if (JSON.stringify(a) === JSON.stringify(b)) return []
  if (a.length !== b.length) return [{ place, change: `${a.length} values → ${b.length} values` }]
  const at = a.flatMap((value, i) => (value === b[i] ? [] : [i]))
  if (a.length <= 2) return [{ place, change: `${inWords(a)} → ${inWords(b)}` }]
  const largest = at.reduce((most, i) => Math.max(most, Math.abs(Number(a[i]) - Number(b[i]))), 0)
  return [{ place, change: `${at.length} of ${a.length} values differ, by at most ${short(largest)}` }]
}

/**
 * The objects of a list by role or name. If several have the same one, the first counts. Undefined
 * for any other list.
 */
const byName = (list: readonly unknown[]): Record<string, unknown> | undefined => {
  const entries = list.map((each): [unknown, unknown] => {
    const { role, name } = Object(each)
    return [role ?? name, each]
  })
  return entries.every(([key]) => typeof key === 'string')
    ? Object.fromEntries(entries.map(([key, each]) => [`[${key}]`, each]))
    : undefined
}

/** A value in one short line. */
export const inWords = (value: unknown): string => {
  if (value === undefined || value === null) return '–'
  if (typeof value === 'number') return short(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
const longest = 60

const short = (value: number): string => String(Number(value.toPrecision(6)))
