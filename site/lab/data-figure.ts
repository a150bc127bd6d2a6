/** Samples as rows of patches, and the whole training set as a strip. */

import { svg } from './dom.ts'
import type { Table } from './figure.ts'
import type { DataFound, ShownSample } from './found.ts'
import { isNarrow, viewColour, viewName, words } from './views.ts'

/** Radius of a patch of weight 1. */
const unit = 11
const kinds = ['shows both views', 'shows blue alone', 'shows orange alone'] as const

/** The number of a class inside its patch needs this weight. */
const leastForNumber = 0.5

/** A sample: a disc for each patch that carries a feature, in grey the length of its noise. */
const rowOf = (
  { label, feature, weight }: ShownSample,
  noise: number,
  step: number,
  most: number,
): SVGElement[] =>
  feature.slice(0, most).flatMap((v, p) => {
    const x = (p + 0.5) * step
    const own = Math.floor(v / 2) === label
    const colour = viewColour[v % 2]
    const radius = Math.max(2, Math.min(1.2, weight[p]) * unit)
    return [
      svg('circle', {
        cx: x,
        cy: 0,
        r: Math.max(radius, noise * unit) + 2.5,
        fill: 'var(--noise)',
        'fill-opacity': Math.min(1, noise),
      }),
      svg('circle', {
        cx: x,
        cy: 0,
        r: radius,
        fill: own ? colour : 'var(--card)',
        stroke: colour,
        'stroke-width': 1.5,
      }),
      ...(weight[p] < leastForNumber
        ? []
        : [
            words(x, 4, `${Math.floor(v / 2) + 1}`, {
              anchor: 'middle',
              size: 11,
              bold: own,
              fill: own ? 'var(--on-view)' : 'var(--ink)',
            }),
          ]),
    ]
  })

export const drawData = ({ samples, presentViews, noise }: DataFound): SVGSVGElement => {
  const narrow = isNarrow()
  const width = narrow ? 340 : 640
  const left = narrow ? 0 : 200
  const step = narrow ? 28 : 30
  const rowHeight = narrow ? 58 : 36
  const most = Math.floor((width - left) / step)
  const size = narrow ? 8 : 10
  // Rows of one length, as few as fit.
  const strips = Math.ceil(presentViews.length / Math.floor(width / size))
  const perRow = Math.ceil(presentViews.length / strips)
  const stripTop = samples.length * rowHeight + 34
  const height = stripTop + strips * size + 4
  const picture = svg('svg', {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-label': 'Samples of the training set as rows of patches',
  })
  samples.forEach((sample, row) => {
    const top = row * rowHeight
    const middle = top + (narrow ? 38 : 18)
    picture.append(
      words(0, narrow ? top + 14 : middle + 4, `class ${sample.label + 1}`, { bold: true }),
      words(72, narrow ? top + 14 : middle + 4, kinds[sample.presentView], {
        fill: 'var(--faint)',
        size: 12,
      }),
      svg('g', { transform: `translate(${left} ${middle})` }, ...rowOf(sample, noise, step, most)),
    )
  })
  const singles = presentViews.filter(view => view > 0).length
  picture.append(
    words(0, stripTop - 10, `All ${presentViews.length} training samples: ${singles} show one view only`, {
      size: 12,
      fill: 'var(--faint)',
    }),
  )
  ;[...presentViews]
    .sort((a, b) => a - b)
    .forEach((view, at) => {
      picture.append(
        svg('rect', {
          x: (at % perRow) * size,
          y: stripTop + Math.floor(at / perRow) * size,
          width: size - 2,
          height: size - 2,
          rx: 1.5,
          fill: view === 0 ? 'var(--both)' : viewColour[view - 1],
        }),
      )
    })
  return picture
}

export const dataTable = ({ samples, noise }: DataFound): Table => ({
  head: ['class of the sample', 'sample', 'patch', 'feature', 'weight', 'length of noise'],
  rows: samples.flatMap(({ label, presentView, feature, weight }) =>
    feature.map((v, p) => [
      label + 1,
      kinds[presentView],
      p + 1,
      `class ${Math.floor(v / 2) + 1}, ${viewName[v % 2]}`,
      weight[p],
      noise,
    ]),
  ),
})
