/**
 * Single networks in R^d: what the dimension, the directions of the noise and the feature noise
 * change. The first row is the setting of the claims in R^d; each other row changes one part of it.
 *
 *     node bench/dist/studies/real-vectors.js SEED FILE [NETWORKS]
 *
 * Each network has its own data set; the data sets are the same in every row. A network takes about
 * ten seconds. The study writes a table for scripts/docs-table.mjs to FILE.
 */

import { writeFileSync } from 'node:fs'
import { type DenseSettings, regimes } from '@multiview/network'
import { claims, execute } from '@multiview/theory'

const [seedText = '1', file = 'real-vectors.json', networksText = '4'] = process.argv.slice(2)
const [seed, networks] = [Number(seedText), Number(networksText)]
const claim = claims.find(({ id }) => id === 'theorem-1-dense')
const base = { ...regimes.dense, ...claim?.sizes.full?.settings }

const changes: Partial<DenseSettings & { featureNoise: number }>[] = [
  {},
  ...[4096, 2048, 1024].map(dimension => ({ dimension })),
  { dimension: 1024, noiseSpan: 'off features' },
  { featureNoise: 0 },
  { featureNoise: 0.02, backgroundNoiseNorm: 0.2 },
]

const head = [
  'd',
  'noise in',
  'γ',
  'error, mean',
  'errors of the networks',
  'classes with both views',
  'training errors',
  'steps',
  'CPU seconds per network',
]
const caption = `Seed ${seed}, ${networks} networks per row, each with its own data set:`

const digits = (value: number): string => value.toFixed(4)
const rows: string[][] = []
for (const change of changes) {
  const settings = { ...base, ...change }
  const { classes, dimension, noiseSpan, featureNoise, singleViewFraction: mu } = settings
  const begun = process.cpuUsage().user
  const found = Array.from({ length: networks }, (_, d) =>
    execute({
      kind: 'dense-errors',
      settings,
      seed,
      members: [{ dataset: `vectors ${d}`, initialization: `vectors ${d}` }],
      testSet: `vectors ${d}`,
      singlePerCell: 200,
      multiPerClass: 400,
    }),
  )
  const seconds = (process.cpuUsage().user - begun) / 1e6 / networks
  const errors = found.map(
    each =>
      (each.unknownErrors + each.knownErrors) / (each.unknown + each.known) +
      ((1 - mu) / mu) * (each.multiErrors / each.multi),
  )
  const mean = errors.reduce((sum, error) => sum + error, 0) / networks
  // Every class of which a network has one view has equally many samples of both kinds.
  const both = found.reduce((sum, each) => sum + 1 - (2 * each.unknown) / (each.unknown + each.known), 0)
  const row = [
    dimension,
    noiseSpan,
    featureNoise,
    digits(mean),
    `${digits(Math.min(...errors))} to ${digits(Math.max(...errors))}`,
    `${Math.round(both * classes)} of ${networks * classes}`,
    found.reduce((sum, each) => sum + each.trainingErrors, 0),
    Math.round(found.reduce((sum, each) => sum + each.steps, 0) / networks),
    seconds.toFixed(1),
  ].map(String)
  console.log(row.join('  '))
  rows.push(row)
  // Written after each row, so that an interrupted study keeps its rows.
  writeFileSync(file, `${JSON.stringify({ caption, head, rows }, null, 2)}\n`)
}
