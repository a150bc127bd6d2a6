/** The programs in TensorFlow.js, with its own derivatives. It has no Cholesky factors. */

import type { Task } from '../peer.ts'
import type { Library } from '../peers/library.ts'
import { sampler } from '../timing.ts'
import { drawn, type ProgramWork } from '../workload.ts'
import { mlpData, mlpRate, type Of } from './data.ts'

/**
 * A task from a function of tensors that are kept. Results are read, because a backend may be lazy.
 */
const task = (
  tf: Library,
  run: () => Library | Library[],
  inputs: Library[],
  check: (results: Library[]) => Library,
): Task => ({
  sample: sampler(() => {
    const results = tf.tidy(run)
    for (const each of [results].flat()) each.dataSync()
    tf.dispose(results)
  }),
  check: () => tf.tidy(() => check([run()].flat()).dataSync()[0]),
  end: () => tf.dispose(inputs),
})

const mlp = (tf: Library, work: Of<'mlp'>): Task => {
  const { batch, inputs, hidden, classes } = work
  const data = mlpData(work)
  const x = tf.tensor2d(data.x, [batch, inputs])
  const oneHot = tf.tensor2d(data.oneHot, [batch, classes])
  const loss = (w1: Library, b1: Library, w2: Library, b2: Library) => {
    const logits = tf.add(tf.matMul(tf.relu(tf.add(tf.matMul(x, w1), b1)), w2), b2)
    return tf.div(tf.sum(tf.mul(tf.logSoftmax(logits), oneHot)), -batch)
  }
  const differentiated = tf.valueAndGrads(loss)
  let parameters = [
    tf.tensor2d(data.w1, [inputs, hidden]),
    tf.tensor1d(data.b1),
    tf.tensor2d(data.w2, [hidden, classes]),
    tf.tensor1d(data.b2),
  ]
  const run = (): number => {
    const [value, ...next] = tf.tidy(() => {
      const { value, grads } = differentiated(parameters)
      return [value, ...parameters.map((w, i) => tf.sub(w, tf.mul(grads[i], mlpRate)))]
    })
    tf.dispose(parameters)
    parameters = next
    const [number] = value.dataSync()
    value.dispose()
    return number
  }
  return {
    sample: sampler(run),
    check: () => {
      run()
      return run()
    },
    end: () => tf.dispose([x, oneHot, ...parameters]),
  }
}

const chain = (tf: Library, { length }: Of<'chain'>): Task => {
  const [x, y] = [1, 2].map(seed => tf.tensor1d(drawn('float32', length, seed)))
  const f = (x: Library) => tf.sum(tf.mul(tf.tanh(tf.add(tf.mul(x, 2), y)), tf.exp(tf.neg(tf.mul(x, x)))))
  const run = tf.grad(f)
  return task(
    tf,
    () => run(x),
    [x, y],
    ([d]) => tf.sum(d),
  )
}

const attention = (tf: Library, work: Of<'attention' | 'attention-gradient'>): Task => {
  const { heads, length, width } = work
  const [q, k, v, g] = [1, 2, 3, 4].map(seed =>
    tf.tensor3d(drawn('float32', heads * length * width, seed), [heads, length, width]),
  )
  const forward = (q: Library, k: Library, v: Library) =>
    tf.matMul(tf.softmax(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(width))), v)
  if (work.program === 'attention')
    return task(
      tf,
      () => forward(q, k, v),
      [q, k, v, g],
      ([out]) => tf.sum(tf.mul(out, g)),
    )
  const run = tf.grads((q: Library, k: Library, v: Library) => tf.sum(tf.mul(forward(q, k, v), g)))
  return task(
    tf,
    () => run([q, k, v]),
    [q, k, v, g],
    gradients => tf.addN(gradients.map(each => tf.sum(tf.square(each)))),
  )
}

export const tfjsProgram = (tf: Library, work: ProgramWork): Task | null =>
  work.program === 'mlp'
    ? mlp(tf, work)
    : work.program === 'chain'
      ? chain(tf, work)
      : work.program === 'gaussian-process'
        ? null
        : attention(tf, work)
