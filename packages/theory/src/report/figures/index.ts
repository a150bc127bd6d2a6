import { approximationFigure } from './approximation.ts'
import { contrastsFigure } from './contrasts.ts'
import { denseLimitFigure } from './dense-limit.ts'
import { ensembleLawFigure } from './ensemble-law.ts'
import { ensembleLimitsFigure } from './ensemble-limits.ts'
import type { Claim, Figure } from './figure.ts'
import { genericFigure } from './generic.ts'
import { groupsFigure, inGroups } from './groups.ts'
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

/** A figure made for one kind of series, and the series it has told all about. */
interface Drawing {
  draw: (claim: Claim) => Figure | null
  tells: RegExp
  /** Only for this claim; otherwise for every claim that has such series. */
  only?: string
}

const drawings: Drawing[] = [
  { draw: modelErrorsFigure, tells: /^error of each model$/ },
  { draw: ensembleLimitsFigure, tells: /^upper limit of each ensemble$/ },
  { draw: ensembleLawFigure, tells: /^(error against ensemble size|2\^-L|control: shared initialization)$/ },
  { draw: groupsFigure, tells: inGroups },
  { draw: raceFigure, tells: /^race class \d+ view [12]$/ },
  { draw: lotteryFigure, tells: /^share: /, only: 'lottery-winning-set' },
  { draw: tensorPowerFigure, tells: /^iteration against closed form$/ },
  {
    draw: softLabelsFigure,
    tells: /^(soft labels (against ensemble size|of single models|of ensembles)|shuffled soft labels)$/,
  },
  { draw: growthTimesFigure, tells: /^end of phase I of each class against its tensor-power time/ },
  {
    draw: growthFactorsFigure,
    tells: /typical factor(, cell by cell| between the end of phase I and its prediction)/,
  },
  { draw: declineFigure, tells: /^phase II of one model: / },
  { draw: noiseKindsFigure, tells: /noise correlation of the samples of one model, kind/ },
  {
    draw: offClassFigure,
    tells:
      /farthest off-class correlation of each model|^(losing|learned) view at the end, median over the classes of each/,
  },
  { draw: approximationFigure, tells: /F_i\(X\) against (the )?Σ Φ Z/ },
  {
    draw: denseLimitFigure,
    tells: /^(distance from the limit, relative to its way,|control: distance) against d$/,
  },
  { draw: contrastsFigure, tells: /: error of (one model alone|the ensemble|the trained average)$/ },
]

/** All figures of a claim, from what the report says of it and nothing else. */
export function figuresOf(reported: Claim): Figure[] {
  const claim = withinReach(reported)
  const figures: Figure[] = []
  const told: RegExp[] = []
  for (const { draw, tells, only } of drawings) {
    if (only !== undefined && only !== claim.id) continue
    const figure = draw(claim)
    if (figure === null) continue
    figures.push(figure)
    told.push(tells)
  }
  claim.series.forEach((series, i) => {
    // One point is a number: the page states it.
    const drawn = series.x.length === 1 || told.some(pattern => pattern.test(series.name))
    const figure = drawn ? null : genericFigure(claim, series, i)
    if (figure !== null) figures.push(figure)
  })
  return figures
}
