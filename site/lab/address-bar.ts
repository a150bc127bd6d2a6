/** Writes the state to the address of the page. */

/**
 * Least milliseconds between two changes of the address. While a slider moves there may be sixty a
 * second, and browsers allow few: Chromium drops changes above 200 in 10 s, and Safari throws at
 * more than 100 in 30 s.
 */
const apart = 400

/** @returns a function that writes the query of the address, or soon the last of many. */
export const addressBar = (): ((query: string) => void) => {
  let latest = ''
  let isWaiting = false
  let writtenAt = Number.NEGATIVE_INFINITY
  const write = (): void => {
    isWaiting = false
    writtenAt = performance.now()
    history.replaceState(null, '', `${location.pathname}${latest}${location.hash}`)
  }
  return query => {
    latest = query
    if (isWaiting) return
    const wait = writtenAt + apart - performance.now()
    isWaiting = wait > 0
    if (isWaiting) setTimeout(write, wait)
    else write()
  }
}
