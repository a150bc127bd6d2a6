import { approximationFigure } from './approximation.ts'
import { contrastsFigure } from './contrasts.ts'
import { denseLimitFigure } from './dense-limit.ts'
import { ensembleLawFigure } from './ensemble-law.ts'
import { ensembleLimitsFigure } from './ensemble-limits.ts'
import type { Claim, Figure } from './figure.ts'
import { genericFigure } from './generic.ts'
import { groupsFigure, rolesInGroups } from './groups.ts'
import { declineFigure, growthFactorsFigure, growthTimesFigure } from './growth.ts'
import { lotteryFigure } from './lottery.ts'
import { modelErrorsFigure } from './model-errors.ts'
import { noiseKindsFigure } from './noise-kinds.ts'
import { offClassFigure } from './off-class.ts'
import { raceFigure } from './race.ts'
import { withinReach } from './reach.ts'
import { softLabelsFigure } from './soft-labels.ts'
import { tensorPowerFigure } from './tensor-power.ts'

export type { Figure } from './figure.ts'

/** A figure made for series of some roles, which it tells all about. */
interface Drawing {
  readonly draw: (claim: Claim) => Figure | null
  /** Roles; one that ends in "*" stands for all that begin so. */
  readonly tells: readonly string[]
  /** Only for this claim; otherwise for every claim that has such series. */
  readonly only?: string
}

const drawings: readonly Drawing[] = [
  { draw: modelErrorsFigure, tells: ['model-errors'] },
  { draw: ensembleLimitsFigure, tells: ['ensemble-limits'] },
  { draw: ensembleLawFigure, tells: ['error-by-members', 'two-to-minus-l', 'control-error-by-members'] },
  { draw: groupsFigure, tells: rolesInGroups },
  { draw: raceFigure, tells: ['race-class-*'] },
  { draw: lotteryFigure, tells: ['rule-*'], only: 'lottery-winning-set' },
  { draw: tensorPowerFigure, tells: ['growth'] },
  { draw: softLabelsFigure, tells: ['knowledge-by-members', 'single-models', 'ensembles', 'shuffled'] },
  { draw: growthTimesFigure, tells: ['times-*'] },
  { draw: growthFactorsFigure, tells: ['factors', 'control-factors'] },
  { draw: declineFigure, tells: ['phase-two'] },
  { draw: noiseKindsFigure, tells: ['noise-*', 'control-noise-*'] },
  { draw: offClassFigure, tells: ['farthest', 'control-farthest', 'losing-views', 'learned-views'] },
  { draw: approximationFigure, tells: ['outputs', 'control-outputs'] },
  { draw: denseLimitFigure, tells: ['distances', 'control-distances'] },
  {
    draw: contrastsFigure,
    tells: ['single', 'ensemble', 'average', 'control-single', 'control-ensemble', 'control-average'],
  },
]

/** All figures of a claim, from what the report says of it and nothing else. */
export function figuresOf(reported: Claim): Figure[] {
  const claim = withinReach(reported)
  const figures: Figure[] = []
  const told: string[] = []
  for (const { draw, tells, only } of drawings) {
    if (only !== undefined && only !== claim.id) continue
    const figure = draw(claim)
    if (figure === null) continue
    figures.push(figure)
    told.push(...tells)
  }
  claim.series.forEach((series, i) => {
    // One point is a number: the page states it.
    const drawn = series.x.length === 1 || told.some(role => isOf(series.role, role))
    const figure = drawn ? null : genericFigure(claim, series, i)
    if (figure !== null) figures.push(figure)
  })
  return figures
}

const isOf = (role: string, told: string): boolean =>
  told.endsWith('*') ? role.startsWith(told.slice(0, -1)) : role === told
