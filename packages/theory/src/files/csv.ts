/** Tables as comma-separated values (RFC 4180, lines end in "\\n"). */

export type Cell = string | number | boolean | null

/**
 * A missing value is an empty field; numbers are in their shortest form that reads back exactly.
 */
export const csv = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [columns, ...rows].map(row => `${row.map(field).join(',')}\n`).join('')

const field = (value: Cell): string => {
  const text = value === null ? '' : String(value)
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
