/** Work that is repeated until it is ended, once at a time. Its failures are ignored. */

export const every = (milliseconds: number, work: () => Promise<unknown>): { end(): void } => {
  let isWorking = false
  const tick = (): void => {
    if (isWorking) return
    isWorking = true
    work()
      .catch(() => {})
      .finally(() => {
        isWorking = false
      })
  }
  tick()
  const timer = setInterval(tick, milliseconds)
  return { end: () => clearInterval(timer) }
}
