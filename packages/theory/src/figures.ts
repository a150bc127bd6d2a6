/** @multiview/theory/figures: figures for claims of one's own. */
export type { AxisView, Shown } from './drawing/axes.ts'
export { draw, drawable, figureWidth } from './drawing/draw.ts'
export { type Drawing, type Figure, points, seriesOf } from './drawing/figure.ts'
export { type Comparison, type Group, groupsFigure } from './drawing/groups.ts'
export { type LinesView, linesFigure } from './drawing/lines.ts'
export { light } from './drawing/palette.ts'
export { type ScatterView, scatterFigure } from './drawing/scatter.ts'
export { type WindowView, windowFigure } from './drawing/window.ts'
