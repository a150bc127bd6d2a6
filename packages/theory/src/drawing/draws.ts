/** What `windowFigure` shows, without the library that draws it. */

import type { Measured } from '../schema/types.ts'

/** The draws of a mean; none if it follows from something else. */
export const drawsOf = ({ draws }: Measured): number[] =>
  draws?.rule === 'mean' ? draws.values.filter(value => value !== null) : []

export const windowName = ({ id }: { readonly id: string }): string => `${id}-window`
