/** The data of the programs, the same for every library. */
import { drawn, type FloatArray, type ProgramWork } from '../workload.ts'

/** The work of one program. */
export type Of<Name extends ProgramWork['program']> = ProgramWork & { readonly program: Name }

export interface MlpData {
  readonly x: FloatArray
  /** [batch, classes], a single 1 in each row. */
  readonly oneHot: FloatArray
  readonly w1: FloatArray
  readonly b1: FloatArray
  readonly w2: FloatArray
  readonly b2: FloatArray
}

export const mlpData = ({ dtype, batch, inputs, hidden, classes }: Of<'mlp'>): MlpData => {
  const oneHot = dtype === 'float64' ? new Float64Array(batch * classes) : new Float32Array(batch * classes)
  for (let i = 0; i < batch; i++) oneHot[i * classes + (i % classes)] = 1
  return {
    x: drawn(dtype, batch * inputs, 1),
    oneHot,
    w1: drawn(dtype, inputs * hidden, 2, 0.05),
    b1: drawn(dtype, hidden, 3, 0.05),
    w2: drawn(dtype, hidden * classes, 4, 0.1),
    b2: drawn(dtype, classes, 5, 0.05),
  }
}

/** The learning rate of the perceptron. */
export const mlpRate = 0.1

export interface ProcessData {
  /** Squares of the distances of all pairs of points, [n, n]. */
  readonly squares: FloatArray
  readonly identity: FloatArray
  readonly y: FloatArray
}

/** Points on a line from −3 to 3. */
export const processData = ({ dtype, points }: Of<'gaussian-process'>): ProcessData => {
  const x = drawn('float64', points, 1, 3)
  const make = (entry: (i: number, j: number) => number): FloatArray => {
    const matrix = dtype === 'float64' ? new Float64Array(points ** 2) : new Float32Array(points ** 2)
    for (let p = 0; p < matrix.length; p++) matrix[p] = entry(Math.floor(p / points), p % points)
    return matrix
  }
  return {
    squares: make((i, j) => (x[i] - x[j]) ** 2),
    identity: make((i, j) => Number(i === j)),
    y: drawn(dtype, points, 2),
  }
}

/** Logarithms of the process's length scale, amplitude and noise. */
export const processStart = [-0.5, 0.2, -1] as const
