/**
 * The programs in jax-js, run eagerly or through its jit. Every use of an array except the last
 * takes a reference.
 */

import type { Task } from '../peer.ts'
import type { Library } from '../peers/library.ts'
import { sampler } from '../timing.ts'
import { drawn, type FloatArray, type ProgramWork } from '../workload.ts'
import { mlpData, mlpRate, type Of, processData, processStart } from './data.ts'

interface Context {
  readonly jax: Library
  readonly compile: (f: Library) => Library
  readonly array: (values: FloatArray, shape: readonly number[]) => Library
}

/** The number in a result of one element. */
const numberOf = async (x: Library): Promise<number> => Number((await x.data())[0])

const mlp = ({ jax, compile, array }: Context, work: Of<'mlp'>): Task => {
  const np = jax.numpy
  const { batch, inputs, hidden, classes } = work
  const data = mlpData(work)
  const x = array(data.x, [batch, inputs])
  const oneHot = array(data.oneHot, [batch, classes])
  const loss = (w1: Library, b1: Library, w2: Library, b2: Library, x: Library, oneHot: Library) => {
    const logits = np.matmul(jax.nn.relu(np.matmul(x, w1).add(b1)), w2).add(b2)
    return np.sum(jax.nn.logSoftmax(logits, -1).mul(oneHot)).mul(-1 / batch)
  }
  const differentiated = jax.valueAndGrad(loss, { argnums: [0, 1, 2, 3] })
  const step = compile((...args: Library[]) => {
    const old = args.slice(0, 4).map(each => each.ref)
    const [value, gradient] = differentiated(...args)
    return [value, ...old.map((w: Library, i: number) => w.sub(gradient[i].mul(mlpRate)))]
  })
  let parameters = [
    array(data.w1, [inputs, hidden]),
    array(data.b1, [hidden]),
    array(data.w2, [hidden, classes]),
    array(data.b2, [classes]),
  ]
  const run = async () => {
    const [value, ...next] = step(...parameters, x.ref, oneHot.ref)
    parameters = next
    await jax.blockUntilReady([value, ...next])
    return value
  }
  return {
    sample: sampler(async () => (await run()).dispose()),
    check: async () => {
      ;(await run()).dispose()
      return numberOf(await run())
    },
    end: () => {
      for (const each of [...parameters, x, oneHot]) each.dispose()
    },
  }
}

/**
 * A task from a function of arrays that are kept. `check` computes a number from its results and
 * frees them.
 */
const task = (
  { jax }: Context,
  run: (...args: Library[]) => Library | Library[],
  inputs: Library[],
  check: (results: Library[]) => Promise<number>,
): Task => {
  const once = async (): Promise<Library[]> => {
    const results = [run(...inputs.map(x => x.ref))].flat(2)
    await jax.blockUntilReady(results)
    return results
  }
  return {
    sample: sampler(async () => {
      for (const each of await once()) each.dispose()
    }),
    check: async () => check(await once()),
    end: () => {
      for (const x of inputs) x.dispose()
    },
  }
}

const chain = (context: Context, { dtype, length }: Of<'chain'>): Task => {
  const { jax, compile, array } = context
  const np = jax.numpy
  const f = (x: Library, y: Library) =>
    np.sum(np.tanh(x.ref.mul(2).add(y)).mul(np.exp(np.negative(x.ref.mul(x)))))
  const inputs = [1, 2].map(seed => array(drawn(dtype, length, seed), [length]))
  return task(context, compile(jax.grad(f)), inputs, ([d]) => numberOf(np.sum(d)))
}

const attention = (context: Context, work: Of<'attention' | 'attention-gradient'>): Task => {
  const { jax, compile, array } = context
  const np = jax.numpy
  const { dtype, heads, length, width } = work
  const inputs = [1, 2, 3, 4].map(seed =>
    array(drawn(dtype, heads * length * width, seed), [heads, length, width]),
  )
  const forward = (q: Library, k: Library, v: Library) =>
    np.matmul(jax.nn.softmax(np.matmul(q, np.swapaxes(k, 1, 2)).mul(1 / Math.sqrt(width)), -1), v)
  if (work.program === 'attention')
    return task(context, compile(forward), inputs.slice(0, 3), ([out]) =>
      numberOf(np.sum(out.mul(inputs[3].ref))),
    )
  const loss = (q: Library, k: Library, v: Library, g: Library) => np.sum(forward(q, k, v).mul(g))
  return task(context, compile(jax.grad(loss, { argnums: [0, 1, 2] })), inputs, async gradients => {
    let sum = 0
    for (const each of gradients) sum += await numberOf(np.sum(each.ref.mul(each)))
    return sum
  })
}

const gaussianProcess = (context: Context, work: Of<'gaussian-process'>): Task => {
  const { jax, compile, array } = context
  const np = jax.numpy
  const { points, dtype } = work
  const data = processData(work)
  const likelihood = (l: Library, a: Library, n: Library, squares: Library, eye: Library, y: Library) => {
    const near = np.exp(squares.mul(-0.5).mul(np.exp(l.mul(-2))))
    const covariance = near.mul(np.exp(a.mul(2))).add(eye.ref.mul(np.exp(n.mul(2))))
    const factor = np.linalg.cholesky(covariance)
    const z = jax.lax.linalg.triangularSolve(factor.ref, y, { leftSide: true, lower: true })
    const diagonal = np.sum(factor.mul(eye), 1)
    return np
      .sum(z.ref.mul(z))
      .mul(0.5)
      .add(np.sum(np.log(diagonal)))
  }
  const inputs = [
    ...processStart.map(value => array(drawn(dtype, 1, 1).fill(value), [])),
    array(data.squares, [points, points]),
    array(data.identity, [points, points]),
    array(data.y, [points, 1]),
  ]
  const run = compile(jax.valueAndGrad(likelihood, { argnums: [0, 1, 2] }))
  return task(context, run, inputs, async ([value, ...gradient]) => {
    let sum = await numberOf(value)
    for (const each of gradient) sum += Math.abs(await numberOf(each))
    return sum
  })
}

/** A program, run eagerly or through jit. */
export const jaxJsProgram = (jax: Library, work: ProgramWork, withJit: boolean): Task => {
  const { dtype } = work
  const context: Context = {
    jax,
    compile: f => (withJit ? jax.jit(f) : f),
    array: (values, shape) => jax.numpy.array(values, { dtype }).reshape([...shape]),
  }
  return work.program === 'mlp'
    ? mlp(context, work)
    : work.program === 'chain'
      ? chain(context, work)
      : work.program === 'gaussian-process'
        ? gaussianProcess(context, work)
        : attention(context, work)
}
