/** All choices of `size` of these items, each in their order. */
export const subsetsOf = <T>(items: readonly T[], size: number): T[][] => {
  if (size === 0) return [[]]
  return items.flatMap((first, at) =>
    subsetsOf(items.slice(at + 1), size - 1).map(others => [first, ...others]),
  )
}
