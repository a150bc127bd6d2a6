/** Markup that is safe to put into a page as it is. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

type Part = Markup | string | number | null | Part[]

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as HTML shows it literally, in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => signs[sign])
}

/**
 * A template for markup. It escapes each value that is not markup itself, joins lists and leaves
 * out null.
 */
export function html(template: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(template.map((piece, i) => piece + (i < parts.length ? shown(parts[i]) : '')).join(''))
}

function shown(part: Part): string {
  if (part === null) return ''
  if (Array.isArray(part)) return part.map(shown).join('')
  return part instanceof Markup ? part.text : escapeHtml(String(part))
}

/** What stands above the line, with braces or without, or below it. */
export const script = /\^(?:\{([^{}]*)\}|([−-]?[\p{L}\d]+))|(?<=[\p{L}~])_(?:\{([^{}]*)\}|([\p{L}\d]+))/gu

/**
 * Plain text with superscripts and subscripts: 2^−L with a raised −L, v_{i,1} with a lowered i,1.
 */
export function withScripts(text: string): Markup {
  // Escaping does not write the characters of this pattern.
  return new Markup(
    escapeHtml(text).replace(script, (_, up, rise, down, sink) =>
      up !== undefined || rise !== undefined ? `<sup>${up ?? rise}</sup>` : `<sub>${down ?? sink}</sub>`,
    ),
  )
}
