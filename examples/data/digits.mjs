import { readFileSync } from 'node:fs'
import { div, permutation, take } from '@multiview/tensor'
import { readNpz } from '@multiview/tensor/files'

/**
 * 1797 handwritten digits, the last 397 of them held out: images [n, 8, 8] with grey levels from 0
 * to 1, and labels [n]. make-digits.py says where they come from.
 */
export function digits() {
  const { images, labels } = readNpz(readFileSync(new URL('digits.npz', import.meta.url)))
  const part = range => ({ images: div(images.slice(range), 16), labels: labels.slice(range) })
  return { all: part(null), train: part([0, 1400]), heldOut: part([1400, null]) }
}

/** All examples in a random order, each once, in batches of equal size. */
export function* batches({ images, labels }, random, size) {
  const [count] = labels.shape
  const order = permutation(random, count)
  for (let start = 0; start < count; start += size) {
    const batch = order.slice([start, start + size])
    yield { images: take(images, batch, { axis: 0 }), labels: take(labels, batch, { axis: 0 }) }
  }
}
