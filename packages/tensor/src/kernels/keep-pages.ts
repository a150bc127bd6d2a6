/** Keeps the C library from giving back to the system what the next large array will need again. */

/** Numbers of an array that is worth it. */
const LARGE = 2 ** 16
let asked = false

/**
 * To be told the length of every array that is made anew; acts on the first large one.
 *
 * What glibc frees of large blocks it returns to the system, and then pays for every page of the
 * next one with a fault, up to four times what it takes to add two arrays of 10⁶ numbers. From the
 * moment that it frees a block of nearly 32 MiB it keeps twice as much for the next ones. No page
 * of this one is ever touched; other allocators do not mind.
 */
export const keepPages = (length: number): void => {
  if (asked || length < LARGE) return
  asked = true
  void new ArrayBuffer(31 * 2 ** 20)
}
