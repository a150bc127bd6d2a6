import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { light } from './palette.ts'

/**
 * Width of every figure in its own units; the page scales it to the column, and to the screen of a
 * phone.
 */
export const figureWidth = 420

/**
 * The methods of an element that are used here; the library's own types would need those of a
 * browser.
 */
interface Shape {
  getAttribute(name: string): string | null
  setAttribute(name: string, value: string): void
  removeAttribute(name: string): void
  querySelectorAll(selector: string): Iterable<Shape & { remove(): void }>
  insertBefore(child: Shape, before: Shape | null): void
  readonly firstChild: Shape | null
  readonly outerHTML: string
}

const namespace = 'http://www.w3.org/2000/svg'
const geometry = 'x y x1 x2 y1 y2 cx cy r width height d transform points'.split(' ')

/**
 * Draws a plot to the text of a standalone SVG file, the same bytes in every engine.
 * `label` is what a screen reader says in place of the picture.
 */
export function draw(label: string, options: Plot.PlotOptions): string {
  const document = emptyDocument()
  return finished(label, plot(options, document), document)
}

/**
 * The same for several plots one below the other, each with scales of its own; their heights add
 * up.
 */
export function drawStacked(label: string, panels: readonly Plot.PlotOptions[]): string {
  const document = emptyDocument()
  const whole = document.createElementNS(namespace, 'svg') as unknown as Shape
  let height = 0
  for (const options of panels) {
    const panel = plot(options, document)
    panel.setAttribute('y', String(height))
    // The label of the whole describes each panel.
    panel.setAttribute('aria-hidden', 'true')
    height += Number(panel.getAttribute('height'))
    whole.insertBefore(panel, null)
  }
  const size = { width: figureWidth, height, viewBox: `0 0 ${figureWidth} ${height}` }
  for (const [name, value] of Object.entries(size)) whole.setAttribute(name, String(value))
  return finished(label, whole, document)
}

type Page = ReturnType<typeof emptyDocument>

const emptyDocument = () => parseHTML('<!doctype html><html><body></body></html>').document

function plot(options: Plot.PlotOptions, document: Page): Shape {
  const svg = Plot.plot({
    width: figureWidth,
    marginTop: 28,
    marginRight: 16,
    marginBottom: 44,
    marginLeft: 56,
    ...options,
    document,
  } as Plot.PlotOptions) as unknown as Shape
  // The library's style sheet would also change the page around the figure.
  for (const sheet of svg.querySelectorAll('style')) sheet.remove()
  svg.removeAttribute('class')
  const text = { 'font-size': '13', fill: light.ink, color: light.ink }
  for (const [name, value] of Object.entries(text)) svg.setAttribute(name, value)
  return svg
}

/**
 * The drawing as the text of a file: with a background and with coordinates of a fixed precision.
 */
function finished(label: string, svg: Shape, document: Page): string {
  const attributes = {
    xmlns: namespace,
    role: 'img',
    // A serializer for HTML leaves these signs in attributes, where XML forbids them.
    'aria-label': label.replace(/[<>&]/g, ' '),
  }
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value)
  const ground = document.createElementNS(namespace, 'rect') as unknown as Shape
  for (const name of ['width', 'height']) ground.setAttribute(name, '100%')
  ground.setAttribute('fill', light.card)
  svg.insertBefore(ground, svg.firstChild)
  for (const shape of [svg, ...svg.querySelectorAll('*')]) roundCoordinates(shape)
  return `${svg.outerHTML}\n`
}

/**
 * To a hundredth of a unit: the logarithms of two engines may differ in the last bit, and more
 * digits cannot be seen.
 */
function roundCoordinates(shape: Shape): void {
  for (const name of geometry) {
    const value = shape.getAttribute(name)
    if (value?.includes('.')) shape.setAttribute(name, value.replace(/-?\d*\.\d+(e-?\d+)?/g, hundredths))
  }
}

function hundredths(number: string): string {
  return String(Math.round(Number(number) * 100) / 100)
}

/** Text for a drawing without the characters that XML does not allow. */
export function drawable(text: string): string {
  return [...text.replace(/\s/gu, ' ')].filter(sign => /[^\p{Cc}\p{Cs}\p{Cn}]/u.test(sign)).join('')
}
