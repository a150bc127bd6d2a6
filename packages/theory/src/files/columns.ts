/** Rows for a terminal, each column as wide as its widest entry. */
export const inColumns = (rows: readonly (readonly string[])[]): string[] => {
  const count = Math.max(0, ...rows.map(row => row.length))
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map(row => (row[column] ?? '').length)),
  )
  return rows.map(row =>
    row
      .map((entry, column) => entry.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  )
}
