/** Elements of HTML and SVG in few words. */

type Value = string | number | boolean | null | undefined | ((event: Event) => void)
type Child = Node | string

const build = <E extends Element>(element: E, attributes: Record<string, Value>, children: Child[]): E => {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, String(value))
  }
  element.append(...children)
  return element
}

/** An element of HTML; an attribute that is a function listens to the event of its name. */
export const html = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] => build(document.createElement(tag), attributes, children)

/** An element of SVG. */
export const svg = <K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): SVGElementTagNameMap[K] =>
  build(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children)

export const byId = (id: string): HTMLElement => {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`The page has no element ${id}.`)
  return found
}
