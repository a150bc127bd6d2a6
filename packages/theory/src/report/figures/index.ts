import { softLabelsFigure } from '../../claims/dark-knowledge/figure.ts'
import { denseLimitFigure } from '../../claims/dense-to-limit/figure.ts'
import { ensembleLawFigure } from '../../claims/ensemble-law/figure.ts'
import { approximationFigure } from '../../claims/function-approximation/figure.ts'
import { declineFigure, growthFactorsFigure, growthTimesFigure } from '../../claims/growth-phases/figure.ts'
import { tensorPowerFigure } from '../../claims/lemma-tensor-power/figure.ts'
import { lotteryFigure } from '../../claims/lottery-winning-set/figure.ts'
import { raceFigure } from '../../claims/lottery-winning-set/race.ts'
import { noiseKindsFigure } from '../../claims/noise-memorization/figure.ts'
import { offClassFigure } from '../../claims/off-class-correlations/figure.ts'
import { contrastsFigure } from '../../claims/shared/contrast-figure.ts'
import { groupsFigure, rolesInGroups } from '../../claims/shared/groups-figure.ts'
import { modelErrorsFigure } from '../../claims/theorem-1-single/figure.ts'
import { ensembleLimitsFigure } from '../../claims/theorem-2-ensemble/figure.ts'
import type { Claim, Figure } from '../../drawing/figure.ts'
import { genericFigure } from './generic.ts'
import { withinReach } from './reach.ts'

export type { Figure } from '../../drawing/figure.ts'

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
