// Copies the results of a run into docs/: the figures that the pages and the README show, and the
// tables between the marks of a page.
//
//   npm run verify -- --out quick
//   npm run verify -- --preset full --out full
//   npm run verify -- --preset beyond --out beyond
//   npm run verify -- --preset as-stated --out as-stated
//   node scripts/docs-from-run.mjs quick          # README, table and figures
//   node scripts/docs-from-run.mjs full           # theorems, mechanism, contrasts
//   node scripts/docs-from-run.mjs beyond         # docs/beyond.md
//   node scripts/docs-from-run.mjs as-stated      # docs/paper-start.md, docs/departures.md
//   node scripts/docs-from-run.mjs full sweep few # and the sweeps over k with many and few neurons
//
// A run of preset quick changes only the README, the first table of docs/results.md, the figures of
// its claims and their list in docs/README.md. docs/finite-size.md says how the sweeps are made. If
// a folder lacks something, the page keeps its old text, and the script names what is missing and
// exits with status 1.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fill as fillFile } from '../docs-tools/marks.mjs'
import { table } from '../docs-tools/table.mjs'
import { wrapped } from '../docs-tools/wrapped.mjs'
import { variants } from '../packages/theory/dist/claims/departures/variants.js'
import { claimsOf, claims as known } from '../packages/theory/dist/index.js'
import { settingsOfTheorem, settingsOfTheorems, settingsTogether, theoremIds } from './theorem-settings.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const docs = join(root, 'docs')
const sweepFigure = 'sweep.svg'
const [report, sweep, few, ...rest] = process.argv.slice(2)

if (report === undefined || rest.length > 0) {
  console.error(
    'usage: node scripts/docs-from-run.mjs REPORT [SWEEP [FEW]], folders that `multiview verify` and `multiview sweep` wrote',
  )
  process.exit(2)
}
const made = JSON.parse(readFileSync(join(report, 'report.json'), 'utf8'))
const missing = []
const claimOf = id => made.claims.find(claim => claim.id === id)

/**
 * Copies the figures that the pages show, and writes below those of the theorems which run they are
 * of. Figures that a run of preset full or beyond lacks are listed as missing.
 */
const figures = () => {
  const pages = [
    join(root, 'README.md'),
    ...readdirSync(docs)
      .filter(name => name.endsWith('.md'))
      .map(name => join(docs, name)),
  ]
  const pattern = /\]\((?:docs\/)?figures\/([\w.-]+\.svg)\)/g
  const shown = pages.flatMap(page =>
    [...readFileSync(page, 'utf8').matchAll(pattern)].map(([, name]) => name),
  )
  mkdirSync(join(docs, 'figures'), { recursive: true })
  for (const name of new Set(shown)) {
    if (name === sweepFigure ? sweep === undefined : !known.some(({ id }) => name.startsWith(`${id}-`)))
      continue
    const source = name === sweepFigure ? join(sweep, name) : join(report, 'figures', name)
    if (existsSync(source)) copyFileSync(source, join(docs, 'figures', name))
    else if (made.preset === presetOf(name)) missing.push(source)
  }
  for (const [page, id] of figuresOfTheorems) {
    const claim = claimOf(id)
    if (claim === undefined) continue
    const { preset, seed } = made
    fill(page, 'figure', `The figure is of preset ${preset}, seed ${seed}, k = ${claim.setting.classes}.`)
  }
}

/** The preset of the figures of a claim: that which alone has the claim, full for others. */
const presetOf = figure =>
  ['beyond', 'as-stated'].find(preset => claimsOf(preset).some(({ id }) => figure.startsWith(`${id}-`))) ??
  'full'

/** The claim whose figure the page of a theorem shows. */
const figuresOfTheorems = [
  ['theorem-1.md', 'theorem-1-single'],
  ['theorem-2.md', 'ensemble-law'],
  ['theorem-3.md', 'theorem-3-distillation'],
  ['theorem-4.md', 'theorem-4-self-distillation'],
]

/** Writes `text` between the marks of a page. */
const fill = (page, name, text) => fillFile(join(docs, page), name, text)

const digits = (value, count = 3) => String(Number(value.toPrecision(count)))
const within = ({ low, high }) =>
  low === null ? `at most ${high}` : high === null ? `at least ${low}` : `${low} to ${high}`

/** The theorems of the run, with their settings and departures. */
const theoremsOfRun = () =>
  theoremIds.flatMap(id => {
    const claim = claimOf(id)
    if (claim === undefined) missing.push(`${id} in ${join(report, 'report.json')}`)
    return claim === undefined
      ? []
      : [
          {
            id,
            preset: made.preset,
            regime: claim.regime,
            setting: claim.setting,
            departures: known.find(each => each.id === id).departures(claim.setting),
          },
        ]
  })

/** The settings of the four theorems: each on its page, and all on docs/results.md. */
const settings = () => {
  const theorems = theoremsOfRun()
  for (const theorem of theorems)
    fill(`theorem-${1 + theoremIds.indexOf(theorem.id)}.md`, 'settings', settingsOfTheorem(theorem))
  if (theorems.length === theoremIds.length) fill('results.md', 'settings', settingsOfTheorems(theorems))
}

/** The measurement of these claims, one row per claim, between the marks of this name. */
const claims = (mark, more = '', page = 'results.md', of = made.claims) => {
  const side = limit => (limit === null ? 'none' : digits(limit, 4))
  const interval = ({ value, low, high, n, unit }) => {
    if (value === null) return 'not measured'
    const limits = low === high ? 'exact' : `[${side(low)}, ${side(high)}]`
    // The unit without its explanation, which is in the report.
    return `${digits(value, 4)} ${limits}, ${n} × ${unit.replace(/ ?[,(].*/, '')}`
  }
  const measuredControl = ({ id, measured, verdict }) =>
    `\`${id}\`: ${measured.value === null ? 'not measured' : digits(measured.value)}, ${verdict}`
  const rows = of.map(({ id, regime, setting, measured, bound, verdict, control }) => [
    `\`${id}\``,
    regime,
    setting.classes ?? '',
    interval(measured),
    within(bound),
    verdict,
    measuredControl(control),
  ])
  const head = ['claim', 'regime', 'k', 'measured', 'bound', 'verdict', 'control']
  const { preset, seed, environment } = made
  const { durationSeconds: seconds } = environment
  const time = seconds < 600 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} minutes`
  const run = `Preset ${preset}, seed ${seed}, ${time} with ${environment.workers} workers (${environment.cpu}, Node ${environment.node}):`
  fill(page, mark, `${wrapped(run)}\n\n${table(head, rows)}${more}`)
}

/** How many single models lie inside the window, and the error of ensembles of each size. */
const inWords = () => {
  const seriesOf = (id, role) => claimOf(id).series.find(series => series.role === role)
  const { bound } = claimOf('theorem-1-single')
  const models = seriesOf('theorem-1-single', 'model-errors').value
  const inside = models.filter(error => error >= bound.low && error <= bound.high).length
  const share = seriesOf('theorem-1-single', 'share-inside-window')
  const [low, high] = [share.low[0], share.high[0]].map(limit => digits(limit))
  const { x, value } = seriesOf('ensemble-law', 'error-by-members')
  return (
    `${inside} of the ${models.length} single models lie inside the theorem’s window: a share of ` +
    `${digits(share.value[0])}, with Clopper–Pearson limits ${low} and ${high}. The measured error of ` +
    `ensembles of ${x[0]} to ${x.at(-1)} is ${value.map(error => digits(error)).join(', ')}.`
  )
}

/** What was measured for each theorem, on its page: conditions and checks with their intervals. */
const measurements = () => {
  const { preset, seed } = made
  theoremIds.forEach((id, at) => {
    const claim = claimOf(id)
    if (claim === undefined) return
    const { measured, bound, conditions, checks, setting } = claim
    const rows = [
      ['the claim', measured, within(bound)],
      ...conditions.map(each => [each.name, { ...each, value: each.measured }, each.required]),
      ...checks
        .filter(({ name }) => !/^Definition 1/.test(name))
        .map(each => [`check: ${each.name}`, { value: each.measured, low: null, high: null }, each.required]),
    ].map(([name, { value, low, high }, required]) => [
      name,
      value === null ? 'not measured' : digits(value, 4),
      low === null && high === null ? '' : [low, high].map(limit => digits(limit, 4)).join(' to '),
      String(required),
    ])
    const head = ['', 'measured', 'interval', 'required']
    const run = `Preset ${preset}, seed ${seed}, k = ${setting.classes}, ${measured.n} × ${measured.unit}, limits at ${digits(100 * measured.level, 6)}%:`
    const share = claim.series.find(({ role }) => role === 'share-inside')
    const inside =
      share === undefined
        ? ''
        : `\n\n${wrapped(`${share.name[0].toUpperCase()}${share.name.slice(1)}: ${digits(share.value[0])}, with Clopper–Pearson limits ${digits(share.low[0])} and ${digits(share.high[0])}.`)}`
    const more =
      id === 'theorem-3-distillation'
        ? `\n\n${wrapped(
            `Each student was tested at ${setting.moments} moments up to T = ${setting.duration} t₁. One that passes ` +
              `at all of them counts as satisfying the theorem for ${digits(100 * setting.shareOfTime)}% of the time up to T.`,
          )}`
        : ''
    fill(`theorem-${at + 1}.md`, 'measured', `${wrapped(run)}\n\n${table(head, rows)}${inside}${more}`)
  })
}

const summaries = [
  'one network is wrong on half of it',
  'an ensemble is right',
  'one student of the ensemble is right',
  'a network taught by one other halves its error',
]

/** The measurements of the four theorems, for the README. */
const summary = () => {
  const { preset, seed } = made
  const theorems = theoremIds.flatMap(id => claimOf(id) ?? [])
  if (theorems.length < theoremIds.length) return
  const rows = theorems.map(({ measured, bound, control }, at) => {
    const words = `[${summaries[at]}](docs/theorem-${at + 1}.md)`
    return [words, digits(measured.value, 4), within(bound), digits(control.measured.value)]
  })
  const head = ['claim', 'measured', 'allowed', 'control']
  const run = `Errors on data that show one view, preset ${preset}, seed ${seed}:`
  fill('../README.md', 'summary', `${run}\n\n${table(head, rows)}`)
}

/** The measurement of `kernel-regime`, with its interval. */
const kernels = () => {
  const { preset, seed } = made
  const claim = claimOf('kernel-regime')
  if (claim === undefined) return
  const [value, low, high] = ['value', 'low', 'high'].map(name => digits(claim.measured[name], 4))
  fill(
    'contrasts.md',
    'kernel-regime',
    wrapped(
      `With the ${claim.setting.dataSets} data sets of preset ${preset}, seed ${seed}, the trained average removes ` +
        `${value} [${low}, ${high}] of what the ensemble does.`,
    ),
  )
}

/** Errors of the claims about Figure 1, relative to the mean error of a single model. */
const contrasts = () => {
  const { preset, seed } = made
  const rows = [
    ['trained-average', 'network'],
    ['kernel-regime', 'tangent kernel'],
    ['gaussian-control', 'network on Gaussian data'],
  ].flatMap(([id, name]) => {
    const claim = claimOf(id)
    if (claim === undefined) {
      missing.push(`${id} in ${join(report, 'report.json')}`)
      return []
    }
    const mean = role => {
      const values = claim.series.find(series => series.role === role)?.value
      return values && values.reduce((sum, value) => sum + value, 0) / values.length
    }
    const alone = mean('single')
    const relative = ['ensemble', 'average'].map(mean)
    const { members, dataSets } = claim.setting
    return [
      [
        `${name}, ${members} models, ${dataSets} data sets`,
        '1',
        ...relative.map(error => (error === undefined ? '' : digits(error / alone, 2))),
      ],
    ]
  })
  if (rows.length < 3) return
  const head = ['error relative to one model’s', 'one model', 'ensemble', 'trained as one average']
  fill('contrasts.md', 'contrasts', `Preset ${preset}, seed ${seed}:\n\n${table(head, rows)}`)
}

/** The paper's Figure 1, test accuracies in per cent: kinds in the order of the claim's series. */
const accuracies = [
  ['WRN-28-10, CIFAR-10', 'network', [96.7, 97.2, 97.22, 97.13, 96.46]],
  ['WRN-28-10, CIFAR-100', 'network', [81.51, 84.69, 83.81, 83.56, 81.83]],
  ['its NTK (WRN-10-4), CIFAR-10', 'kernel', [66.68, 70.54, 66.01, 61.92, 72.86]],
  ['its NTK (WRN-10-4), CIFAR-100', 'kernel', [31.9, 38.32, 31.38, 27.64, 41.47]],
]

/** The share of the ensemble's gain of each kind, in the paper and in the run, and the errors. */
const figure1 = () => {
  const claim = claimOf('figure-1')
  if (claim === undefined) return missing.push(`figure-1 in ${join(report, 'report.json')}`)
  const { preset, seed } = made
  const seriesOf = role => claim.series.find(series => series.role === role)
  const shown = ({ value, low, high }, at) => {
    if (value[at] === null) return ''
    return `${digits(value[at])}${low[at] === null ? '' : ` [${digits(low[at])}, ${digits(high[at])}]`}`
  }
  const two = value => String(Number(value.toFixed(2)))
  const rows = ['network', 'kernel'].flatMap(model => {
    const [means, shares] = [seriesOf(`${model}-means`), seriesOf(`${model}-shares`)]
    const name = model === 'network' ? 'networks' : 'tangent kernels'
    return [
      ...accuracies
        .filter(([, of]) => of === model)
        .map(([where, , of]) => [
          `${where}, share`,
          ...of.map(each => two((each - of[0]) / (of[1] - of[0]))),
          '',
        ]),
      [`${name} here, share`, '0', '1', ...[2, 3, 4, 5].map(at => shown(shares, at))],
      [`${name} here, error`, ...[0, 1, 2, 3, 4, 5].map(at => shown(means, at))],
    ]
  })
  const head = [
    '',
    'one model',
    'ensemble',
    'distilled',
    'self-distilled',
    'trained average',
    'distilled from it',
  ]
  const { members, kernelMembers, dataSets, kernelDataSets, classes } = claim.setting
  const conditions = [
    ...claim.conditions.map(each => ['condition', each]),
    ...claim.checks.map(each => ['check', each]),
  ].map(([kind, { name, measured, low, high, required, met, decided }]) => [
    kind,
    name,
    `${digits(measured)}${low == null ? '' : ` [${digits(low)}, ${digits(high)}]`}`,
    String(required),
    decided === false ? 'not decided' : met ? 'yes' : 'no',
  ])
  const run = `Preset ${preset}, seed ${seed}, k = ${classes}, ${dataSets} data sets of ${members} networks and ${kernelMembers} kernels, and ${kernelDataSets} of kernels alone; errors in units of μ; the claim ${claim.verdict}:`
  const picture =
    '![Errors of six kinds of models, for networks and for tangent kernels](figures/figure-1-kinds.svg)'
  const judged = 'Each ordering, with its interval; a check decides nothing:'
  fill(
    'contrasts.md',
    'figure-1',
    `${picture}\n\n${wrapped(run)}\n\n${table(head, rows)}\n\n${judged}\n\n${table(['', '', 'measured', 'required', 'met'], conditions)}`,
  )
}

/** Shares and errors of the claim `paper-start`, a row for each start and k, and where the line ends. */
const paperStart = () => {
  const claim = claimOf('paper-start')
  if (claim === undefined) return missing.push(`paper-start in ${join(report, 'report.json')}`)
  const seriesOf = role => claim.series.find(series => series.role === role)
  claims('as-stated', '', 'paper-start.md', [claim])
  const { dataSets, dataSetsShown, fittedClasses } = claim.setting
  const range = (series, at) =>
    `${digits(series.value[at])} (${digits(series.low[at])} to ${digits(series.high[at])})`
  const rows = claim.series
    .filter(({ role }) => role.startsWith('share-'))
    .flatMap(share => {
      const error = seriesOf(share.role.replace('share-', 'error-'))
      return share.x.map((k, at) => [
        share.name.replace(/^.*?: /, ''),
        String(k),
        range(share, at),
        range(error, at),
      ])
    })
  const head = ['start', 'k', 'share of the classes with both views', 'error in units of μ']
  const reached = seriesOf('classes-at-window')
  const [value, low, high] = ['value', 'low', 'high'].map(name => reached[name][0])
  const limit = k => (k === null ? 'none' : digits(k, 2))
  const line =
    `Each value is the mean of ${dataSets} data sets at the k of the law and of the control ` +
    `(${fittedClasses.join(', ')}), of one at q = 4, and of ${dataSetsShown} elsewhere, with the least and the ` +
    `largest. The line reaches the window of Theorem 1 at k = ${limit(value)} [${limit(low)}, ${limit(high)}].`
  fill('paper-start.md', 'starts', `${table(head, rows)}\n\n${wrapped(line)}`)
}

/** The mean errors without each departure: on a page of their own, and on that of each theorem. */
const departures = () => {
  const claim = claimOf('departures')
  if (claim === undefined) return missing.push(`departures in ${join(report, 'report.json')}`)
  claims('as-stated', '', 'departures.md', [claim])
  const { preset, seed } = made
  const { dataSets, classes } = claim.setting
  const within = ({ value, low, high }) =>
    `${digits(value)}${low === null ? '' : ` [${digits(low)}, ${digits(high)}]`}`
  const pointsOf = role => {
    const { value, low, high } = claim.series.find(series => series.role === role)
    return value.map((each, at) => within({ value: each, low: low[at], high: high[at] }))
  }
  const ofStudents = variants.map(({ words }) => {
    const { measured: value, ...rest } = claim.conditions.find(({ name }) => name.endsWith(`mean: ${words}`))
    return { ...rest, value }
  })
  const columns = [
    ['one network', 'theorem-1.md', pointsOf('single-errors'), ({ ofStudent }) => ofStudent === undefined],
    ['ensemble', 'theorem-2.md', pointsOf('ensemble-errors'), ({ ofStudent }) => ofStudent === undefined],
    ['student, at its worst moment', 'theorem-3.md', ofStudents.map(within), () => true],
    ['taught by one network', 'theorem-4.md', pointsOf('pair-errors'), () => true],
  ]
  const run = `Preset ${preset}, seed ${seed}, k = ${classes}, means of ${dataSets} data sets, errors in units of μ:`
  const shown = columns.map(([, , values, has]) =>
    variants.map((variant, at) => (has(variant) ? values[at] : 'as it is')),
  )
  const rows = variants.map(({ words }, at) => [
    words,
    ...shown.map(column => column[at]),
    ofStudents[at].required,
    pointsOf('student-steps')[at].replace(/ \[.*/, ''),
  ])
  const head = ['', ...columns.map(([name]) => name), 'students: required', 'steps']
  const others = claim.conditions
    .filter(({ name }) => !variants.some(({ words }) => name.endsWith(`mean: ${words}`)))
    .map(({ name, measured: value, low, high, required }) => [
      name,
      within({ value, low, high }),
      String(required),
    ])
  fill(
    'departures.md',
    'departures',
    `${wrapped(run)}\n\n${table(head, rows)}\n\n${table(['condition', 'measured', 'required'], others)}`,
  )
  columns.forEach(([, page, values, has]) => {
    const own = variants.flatMap((variant, at) => (has(variant) ? [[variant.words, values[at]]] : []))
    const link = '[Departures](departures.md), each left out once:'
    fill(page, 'departures', `${link} ${run[0].toLowerCase()}${run.slice(1)}\n\n${table(['', 'error'], own)}`)
  })
}

/** The table of a sweep, one row per cell, followed by `figure`. */
const sweepTable = (folder, mark, figure) => {
  if (folder === undefined) return
  const { over, measurements, cells, regime, seed } = JSON.parse(
    readFileSync(join(folder, 'sweep.json'), 'utf8'),
  )
  const shown = measured => {
    if ('failure' in measured) return measured.failure
    if (measured.value === null) return ''
    const { low, high, exact } = measured
    const interval = low === null ? '' : ` [${digits(low)}, ${digits(high)}]`
    const ofThese =
      exact === undefined ? '' : `<br>exact: ${digits(exact.low, 2)} to ${digits(exact.high, 2)}`
    return `${digits(measured.value)}${interval}${ofThese}`
  }
  /**
   * For each window, the cells whose limits lie inside it. The limits are those of the mean, if it
   * has any.
   */
  const windows = measurements
    .filter(({ bound }) => bound !== null)
    .map(({ name, bound }) => {
      const isInside = ({ measured: { [name]: found } }) => {
        const { low, high } = found.low === null ? (found.exact ?? found) : found
        return (
          (bound.low === null || (low !== null && low >= bound.low)) &&
          (bound.high === null || (high !== null && high <= bound.high))
        )
      }
      const inside = cells.filter(cell => !('failure' in cell.measured[name]) && isInside(cell))
      const named = inside.map(({ settings }) => over.map(axis => settings[axis.name]).join('/'))
      return `\`${name}\` ${named.length === 0 ? 'nowhere' : `at ${named.join(', ')}`}`
    })
    .join('; ')
  const rows = cells.map(({ settings, measured }) => [
    ...over.map(({ name }) => settings[name]),
    Math.max(...measurements.map(({ name }) => measured[name].n ?? 0)),
    ...measurements.map(({ name }) => shown(measured[name])),
  ])
  const head = [
    ...over.map(({ name }) => name),
    'data sets',
    ...measurements.map(({ name }) => `\`${name}\``),
  ]
  const inside = `Limits inside the theorem’s window, by ${over.map(({ name }) => name).join('/')}: ${windows}.`
  fill(
    'finite-size.md',
    mark,
    `Regime ${regime}, seed ${seed}:\n\n${table(head, rows)}\n\n${wrapped(inside)}${figure}`,
  )
}

/** Which claims the run had: their figures and tables are in the pages. */
const origin = mark => {
  const { preset, seed } = made
  const ids = made.claims.map(({ id }) => `\`${id}\``).join(', ')
  fill('README.md', mark, wrapped(`Figures and tables of preset ${preset}, seed ${seed}: ${ids}.`))
}

/** Says what is missing, and ends. */
const ended = () => {
  if (missing.length > 0)
    console.error(`missing, and left as it was:\n${missing.map(what => `  ${what}`).join('\n')}`)
  process.exit(missing.length > 0 ? 1 : 0)
}

if (made.preset === 'quick') {
  claims('quick', `\n\n${wrapped(inWords())}`)
  fill('results.md', 'quick-settings', settingsTogether(theoremsOfRun()))
  summary()
  figures()
  origin('run-quick')
  process.exit(0)
}
if (made.preset === 'beyond') {
  const lacking = claimsOf('beyond').filter(({ id }) => claimOf(id) === undefined)
  if (lacking.length === 0) claims('beyond', '', 'beyond.md')
  else missing.push(`${lacking.map(({ id }) => id).join(', ')} in ${join(report, 'report.json')}`)
  figure1()
  figures()
  ended()
}
if (made.preset === 'as-stated') {
  departures()
  paperStart()
  figures()
  ended()
}
contrasts()
kernels()
settings()
measurements()
if (made.preset === 'full') claims('claims')
sweepTable(sweep, 'sweep', `\n\n![The four theorems against the number of classes](figures/${sweepFigure})`)
sweepTable(few, 'few-neurons', '')
figures()
origin('run')
ended()
