/** The dials of the lab: the settings that a visitor may change, and what each means. */

import { superscript } from '@multiview/theory/page'

export interface Dial {
  /** The paper's symbol. */
  readonly symbol: string
  /** One sentence that says what it does. */
  readonly meaning: string
  readonly low: number
  readonly high: number
  readonly value: number
  /** The dial moves on a grid: value = scale(position), with whole positions from low to high. */
  readonly scale: (position: number) => number
  readonly position: (value: number) => number
}

const even = (
  symbol: string,
  value: number,
  low: number,
  high: number,
  per: number,
  meaning: string,
): Dial => ({
  symbol,
  meaning,
  value,
  low: Math.round(low * per),
  high: Math.round(high * per),
  scale: position => position / per,
  position: value => value * per,
})

/** 1e-7, 3e-7, 1e-6, …: the decimal text gives the same number in every engine. */
const decade = (position: number): number =>
  Number(`${position % 2 === 0 ? 1 : 3}e${Math.floor(position / 2)}`)

const decadePosition = (value: number): number => 2 * Math.log10(value)

export const dials = {
  k: even('k', 12, 4, 24, 1, 'Classes. With more of them, shares such as “one half” vary less.'),
  m: even('m', 20, 2, 60, 1, 'Neurons of a class. Each is a ticket in the lottery of its class.'),
  q: even(
    'q',
    3,
    2,
    5,
    1,
    'A response grows at a rate of its own size to the power q − 1. Above 2 the leader runs away; at 2 both views grow alike. σ₀ moves with q, so that σ₀ to the power q − 2 stays.',
  ),
  sigma: {
    symbol: 'σ₀',
    meaning:
      'Size of the random weights at the start. From a smaller start the leader has longer to run away.',
    value: 1e-6,
    low: -14,
    high: -4,
    scale: decade,
    position: decadePosition,
  },
  xi: even(
    '‖ξ‖',
    0.6,
    0,
    1,
    20,
    'Length of the noise of a patch; a view has length 1. By its noise a network memorizes a sample that lacks the learned view.',
  ),
  mu: even('μ', 1 / 6, 1 / 24, 1 / 2, 24, 'Share of the training samples that show one view only.'),
  s: even('s', 3, 0.5, 6, 2, 'A view of another class is in a sample with probability s/k.'),
} as const satisfies Record<string, Dial>

export type DialName = keyof typeof dials
export type DialValues = Readonly<Record<DialName, number>>

export const dialNames = Object.keys(dials) as DialName[]

export const defaults = Object.fromEntries(dialNames.map(name => [name, dials[name].value])) as DialValues

/** The nearest value that the dial can take. */
export const onGrid = (name: DialName, value: number): number => {
  const { low, high, scale, position } = dials[name] as Dial
  return scale(Math.min(high, Math.max(low, Math.round(position(value)))))
}

/** A value as the page shows it. */
export const shown = (name: DialName, value: number): string => {
  if (name !== 'sigma') return String(Math.round(value * 100) / 100)
  const [factor, power] = value.toExponential(0).split('e')
  return `${factor === '1' ? '' : `${factor} · `}10${superscript(Number(power))}`
}

/**
 * σ₀ at another q, such that σ₀^{q−2} stays as it was at q = 3: the paper's scale of the start
 * depends on q in this way. At q = 2 nothing depends on it.
 */
export const sigmaAt = (q: number): number => onGrid('sigma', q > 2 ? 10 ** (-6 / (q - 2)) : defaults.sigma)

/** Why the values cannot go together, in a sentence; null if they can. */
export const clash = ({ k, s }: DialValues): string | null =>
  s > k
    ? `s is ${shown('s', s)} and k is ${k}, but s/k is a probability. Choose s of at most ${k}, or more classes.`
    : null

export interface Preset {
  readonly title: string
  readonly values: Partial<DialValues>
  readonly why: string
}

/** Settings in which the lottery works, and settings in which a part of its cause is missing. */
export const presets: readonly Preset[] = [
  {
    title: 'The lottery',
    values: {},
    why: 'A power above 2, a small start, and noise: the leader of each class runs away, and one view is learned.',
  },
  {
    title: 'q = 2',
    values: { q: 2 },
    why: 'At q = 2 a response grows by the same factor whatever its size. No view runs away, and the network learns both.',
  },
  {
    title: 'A large start',
    values: { sigma: 0.003 },
    why: 'From a large start both views are large before either has run away. The network learns both.',
  },
  {
    title: 'No noise',
    values: { xi: 0 },
    why: 'Without noise the network cannot memorize a sample that lacks the learned view. Its error on these samples remains, and drives it to learn the second view as well.',
  },
]
