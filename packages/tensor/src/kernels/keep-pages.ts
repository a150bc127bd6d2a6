/** Makes the C library keep memory that the next large array needs again. */

/** The minimum number of elements of an array for which this is useful. */
const LARGE = 2 ** 16
let asked = false

/**
 * Call this with the length of every new array. It acts once, at the first large array.
 *
 * glibc returns large freed blocks to the system. The next large block then causes a page fault per
 * page, which takes up to four times as long as adding two arrays of 10⁶ numbers. After glibc frees
 * a block of nearly 32 MiB, it keeps up to twice that amount for later blocks. No page of this
 * block is ever accessed. Other allocators are not affected.
 */
export const keepPages = (length: number): void => {
  if (asked || length < LARGE) return
  asked = true
  void new ArrayBuffer(31 * 2 ** 20)
}
