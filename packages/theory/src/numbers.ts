/**
 * Numbers as people read them. report.json keeps every digit; these are for the page and the
 * figures.
 */

/**
 * About `digits` significant digits, a true minus sign, and × 10ⁿ for what is very small or very
 * large.
 */
export function readable(value: number, digits = 4): string {
  if (value === 0) return '0'
  if (Number.isSafeInteger(value) && Math.abs(value) < 1e6)
    return minus(Math.abs(value) >= 10_000 ? grouped(value) : String(value))
  if (!Number.isFinite(value)) return String(value)
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e')
  const power = Number(exponent)
  if (power < -4 || power > 5) {
    const shown = trimmed(mantissa)
    const ten = `10${superscript(power)}`
    return minus(shown === '1' ? ten : `${shown} × ${ten}`)
  }
  // If all digits stand before the point, the rest are zeros.
  if (power >= digits) return readable(Number(value.toPrecision(digits)))
  return minus(trimmed(value.toPrecision(digits)))
}

/** A whole number with thin spaces between groups of three: 120 000. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f')
}

/** A whole number as an exponent: −4 gives ⁻⁴. */
export function superscript(value: number): string {
  return [...String(value)].map(sign => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)])).join('')
}

/** A share as a percentage: 0.981 gives 98.1%. */
export function percent(share: number): string {
  return `${readable(Number((100 * share).toPrecision(12)), 3)}%`
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

function minus(text: string): string {
  return text.replace('-', '−')
}
