/** The state of the lab in the query of the page's address. */

import {
  type Dial,
  type DialName,
  type DialValues,
  defaults,
  dialNames,
  dials,
  onGrid,
  shown,
} from './dials.ts'

export interface LabState {
  readonly values: DialValues
  readonly seed: number
  /** The number of the training set, and that of the initialization. */
  readonly data: number
  readonly start: number
  /** The step at which the race stands; null while it plays or has ended. */
  readonly step: number | null
  /** Members of the ensemble that are shown; null for all so far. */
  readonly members: number | null
  /** Whether the page shows its controls; a teacher may hide them. */
  readonly controls: boolean
}

export const mostMembers = 10

export const firstState: LabState = {
  values: defaults,
  seed: 8,
  data: 1,
  start: 1,
  step: null,
  members: null,
  controls: true,
}

/** Whole numbers of the state: [name in the address, least, most]. */
const counts = {
  seed: [0, 999_999],
  data: [1, 9999],
  start: [1, 9999],
  step: [0, 1_000_000],
  members: [1, mostMembers],
} as const

type CountName = keyof typeof counts
const countNames = Object.keys(counts) as CountName[]

const isCount = (name: string): name is CountName => Object.hasOwn(counts, name)
const isDial = (name: string): name is DialName => Object.hasOwn(dials, name)

export interface Read {
  readonly state: LabState
  /** A sentence for each part of the address that was not taken. */
  readonly refused: readonly string[]
}

/** Reads a query such as `?k=10&seed=7`. What it does not understand, it refuses with a sentence. */
export const readAddress = (query: string): Read => {
  const refused: string[] = []
  const values: Partial<Record<DialName, number>> = {}
  const numbers: Partial<Record<CountName, number>> = {}
  let controls = true
  for (const [name, text] of new URLSearchParams(query)) {
    const number = text.trim() === '' ? Number.NaN : Number(text)
    if (name === 'controls') {
      if (text === 'off') controls = false
      else refused.push(`The address says controls=${cut(text)}; it may say controls=off.`)
    } else if (isDial(name)) {
      const { low, high, scale, value } = dials[name] as Dial
      // The least and the most are on the grid, but a written one may differ in its last digit.
      const near = 1e-3
      if (number >= scale(low) * (1 - near) && number <= scale(high) * (1 + near))
        values[name] = onGrid(name, number)
      else
        refused.push(
          `${dials[name].symbol} is ${cut(text)} in the address; it is a number from ${shown(name, scale(low))} to ${shown(name, scale(high))}, and ${shown(name, value)} here.`,
        )
    } else if (isCount(name)) {
      const [least, most] = counts[name]
      if (Number.isInteger(number) && number >= least && number <= most) numbers[name] = number
      else
        refused.push(
          `${name} is ${cut(text)} in the address; it is a whole number from ${least} to ${most}, and was left out.`,
        )
    } else refused.push(`The address has ${cut(name)}, which this page does not know.`)
  }
  return { state: { ...firstState, values: { ...defaults, ...values }, ...numbers, controls }, refused }
}

const cut = (text: string): string => (text.length > 20 ? `${text.slice(0, 20)}…` : text || 'nothing')

/** The query of a state. It leaves out what the first state has. */
export const writeAddress = (state: LabState): string => {
  const query = new URLSearchParams()
  for (const name of dialNames) {
    const value = state.values[name]
    if (value !== defaults[name]) query.set(name, String(Number(value.toPrecision(4))))
  }
  for (const name of countNames) {
    const value = state[name]
    if (value !== null && value !== firstState[name]) query.set(name, String(value))
  }
  if (!state.controls) query.set('controls', 'off')
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}
