/**
 * A value as JSON text: two spaces per indent, lists of plain values on one line. Keys keep their
 * order, and numbers have their shortest form that reads back to the same bits.
 */
export const jsonText = (value: unknown, indent = ''): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    if (value.every(item => typeof item !== 'object' || item === null))
      return `[${value.map(item => JSON.stringify(item)).join(', ')}]`
    return `[\n${value.map(item => inner + jsonText(item, inner)).join(',\n')}\n${indent}]`
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  if (entries.length === 0) return '{}'
  const lines = entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${jsonText(item, inner)}`)
  return `{\n${lines.join(',\n')}\n${indent}}`
}
