// The settings that the theorems ran in, in words for a page.
import { wrapped } from '../docs-tools/wrapped.mjs'

export const theoremIds = [
  'theorem-1-single',
  'theorem-2-ensemble',
  'theorem-3-distillation',
  'theorem-4-self-distillation',
]

const shown = [
  ['classes', 'k'],
  ['samples', 'N'],
  ['singleViewFraction', 'μ'],
  ['otherFeatureRate', 's'],
  ['patchesPerFeature', 'C_p'],
  ['power', 'q'],
  ['neurons', 'm'],
  ['initialScale', 'σ_0'],
]

const number = value => String(Number(value.toPrecision(3)))

/**
 * @param regime its name, if the report has it
 * @param setting of the claim, as a report has it
 */
const settingNumbers = (preset, regime, setting) => {
  const numbers = shown.map(([name, symbol]) => `${symbol}=${number(setting[name])}`).join(', ')
  return `preset ${preset}${regime === undefined ? '' : `, regime \`${regime}\``}: ${numbers}`
}

/** The step rule and the draw of the training sets. */
const settingRules = setting => `${steps(setting)}; ${draws(setting)}`

/** For the page of one theorem, with its departures from the paper. */
export const settingsOfTheorem = ({ preset, regime, setting, departures }) =>
  [
    wrapped(`Settings, ${settingNumbers(preset, regime, setting)}; ${settingRules(setting)}.`),
    'Departures from the paper:',
    departures.map(each => wrapped(`- ${each}`, '  ')).join('\n'),
  ].join('\n\n')

/** For docs/results.md: the numbers of each theorem, and the rules once if all are the same. */
export const settingsOfTheorems = theorems => {
  const rules = new Set(theorems.map(({ setting }) => settingRules(setting)))
  const lines = theorems.map(({ id, preset, regime, setting }) => {
    const own = rules.size === 1 ? '' : `; ${settingRules(setting)}`
    return wrapped(`- \`${id}\`, ${settingNumbers(preset, regime, setting)}${own}.`, '  ')
  })
  return [...lines, ...(rules.size === 1 ? [wrapped(`- All four: ${[...rules][0]}.`, '  ')] : [])].join('\n')
}

/** For a run in which the theorems share one setting: the setting, and all departures. */
export const settingsTogether = theorems => {
  const settings = [
    ...new Set(
      theorems.map(
        ({ preset, regime, setting }) =>
          `${settingNumbers(preset, regime, setting)}; ${settingRules(setting)}`,
      ),
    ),
  ]
  const departures = [...new Set(theorems.flatMap(each => each.departures))].map(departure => {
    const those = theorems.filter(each => each.departures.includes(departure))
    const names = those.map(({ id }) => id.split('-')[1]).join(' and ')
    return those.length === theorems.length
      ? departure
      : `Theorem${those.length > 1 ? 's' : ''} ${names}: ${departure}`
  })
  return [
    ...settings.map(each => wrapped(`Settings, ${each}.`)),
    'Where they depart from the paper:',
    departures.map(each => wrapped(`- ${each}`, '  ')).join('\n'),
  ].join('\n\n')
}

const steps = ({ stepRule, stepSize, stepTolerance }) =>
  stepRule === 'constant'
    ? `constant steps of η = ${number(stepSize)}`
    : `${stepRule === 'multirate' ? 'steps of each class by itself' : 'adaptive steps'}, each changing a neuron by at most ${number(100 * stepTolerance)}%, in place of the paper's constant η`

const draws = ({ trainingDraw }) =>
  trainingDraw === 'even'
    ? 'training sets with every class and view equally often, in place of independent labels'
    : 'training sets with independent labels'
