/** Lets tasks run side by side, or one alone, in the order in which they ask. */

export const turns = () => {
  let running = 0
  let isAlone = false
  const waiting: { readonly alone: boolean; go(): void }[] = []
  const next = (): void => {
    while (waiting.length > 0 && !isAlone && (!waiting[0].alone || running === 0)) {
      const [{ alone, go }] = waiting.splice(0, 1)
      running++
      isAlone = alone
      go()
    }
  }
  return {
    /** Waits for a turn. Call the function that it gives at the end of the turn. */
    take: (alone: boolean): Promise<() => void> =>
      new Promise(resolve => {
        const end = (): void => {
          running--
          isAlone = false
          next()
        }
        waiting.push({ alone, go: () => resolve(end) })
        next()
      }),
  }
}
