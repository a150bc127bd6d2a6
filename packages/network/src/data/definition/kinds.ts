/**
 * Steps 1 and 3 of Definition 1 and the mixture: labels, present views, and how many samples are
 * single-view.
 */

import type { Dataset } from '../dataset.ts'
import { featureCount, featureIndex, viewsOf } from '../features.ts'
import { atMost, type PropertyCheck, within } from './property.ts'
import { shareTolerance } from './tolerance.ts'

/** Checks of a training set; labels and views of a stratified test set are not drawn. */
export const checkKinds = (
  { size, label, presentView, settings }: Dataset,
  level: number,
): PropertyCheck[] => {
  const { classes, views, samples, singleViewFraction, trainingDraw } = settings
  const singles = presentView.filter(view => view !== 0).length
  const multi = new Float64Array(classes)
  const cell = new Float64Array(featureCount(settings))
  label.forEach((own, n) => {
    if (presentView[n] === 0) multi[own]++
    else cell[featureIndex(own, presentView[n], settings)]++
  })
  const ofClass = multi.map((count, i) =>
    viewsOf(settings).reduce((sum, view) => sum + cell[featureIndex(i, view, settings)], count),
  )
  // The last view has the rest.
  const ofView = viewsOf({ views: views - 1 }).map(view =>
    multi.reduce((sum, _, i) => sum + cell[featureIndex(i, view, settings)], 0),
  )
  const exact = Math.round(singleViewFraction * samples)
  return [
    within('samples', [size], [samples, samples]),
    within('single-view samples', [singles], [exact, exact]),
    ...(trainingDraw === 'even'
      ? [
          evenly('multi-view samples of each class', multi, size - singles),
          evenly('single-view samples of each class and view', cell, singles),
        ]
      : [
          atMost(
            'largest distance from 1/k of the share of a class',
            Math.max(...ofClass.map(count => Math.abs(count / size - 1 / classes))),
            shareTolerance(size, 1 / classes, level / classes),
            `, ${size} samples`,
          ),
          atMost(
            'largest distance from 1/V of the share of a view among single-view samples',
            singles === 0 ? 0 : Math.max(...ofView.map(count => Math.abs(count / singles - 1 / views))),
            shareTolerance(singles, 1 / views, level / ofView.length),
            `, ${singles} samples`,
          ),
        ]),
  ]
}

/** Counts of one draw as even as they can be. */
const evenly = (property: string, counts: Float64Array, total: number): PropertyCheck =>
  within(property, counts, [Math.floor(total / counts.length), Math.ceil(total / counts.length)])
