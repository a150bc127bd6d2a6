/** @multiview/theory/page: how reports are drawn and written, for pages of other tools. */
export { draw, drawable, figureWidth } from './drawing/draw.ts'
export { decadeLabel, decades } from './drawing/marks.ts'
export { light, withVariables } from './drawing/palette.ts'
export { superscript } from './numbers.ts'
export { html, Markup } from './report/page/escape.ts'
export { style } from './report/page/style.ts'
export { sweepFigure } from './sweep/figure.ts'
