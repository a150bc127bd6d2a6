/** Decompositions are not unique. These properties make a result correct. */
import { matmul as product, type Tensor } from '@multiview/tensor'
import { flat, make } from '../ops/calls.ts'

type Parts = Record<string, Tensor>
type Check = (got: Parts, want: Parts, x: Tensor) => string | undefined
export type Invariant = 'eigh' | 'qr' | 'svd'

/** Matrices in float64, one after another. */
interface Stack {
  readonly rows: number
  readonly columns: number
  readonly values: number[][]
}

function stackOf(x: Tensor): Stack {
  const [rows, columns] = x.shape.slice(-2)
  const all = flat(x)
  const size = rows * columns
  const count = size === 0 ? 0 : all.length / size
  return {
    rows,
    columns,
    values: Array.from({ length: count }, (_, i) => all.slice(i * size, (i + 1) * size)),
  }
}

const matrix = (values: readonly number[], rows: number, columns: number) =>
  make('float64', [rows, columns], values)

/** The largest distance between two lists of numbers. */
const apart = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length ? a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0) : Infinity

const identity = (n: number) => Array.from({ length: n * n }, (_, i) => Number(i % (n + 1) === 0))

/** The distance of QᵀQ from the identity. */
const skew = (q: Tensor) => apart(flat(product(q.transpose(), q)), identity(q.shape[1]))

/** Fails if parts differ from the expected ones in names, dtypes or shapes. */
function differing(got: Parts, want: Parts): string | undefined {
  const told = (parts: Parts) =>
    Object.keys(parts)
      .sort()
      .map(key => `${key} ${parts[key].dtype} [${parts[key].shape}]`)
      .join(', ')
  return told(got) === told(want) ? undefined : `gave ${told(got)}, not ${told(want)}`
}

/** Units in the last place, relative to the size of the matrix. */
const allowed = (x: Tensor) => 50 * Math.max(...x.shape.slice(-2)) * 2 ** (x.dtype === 'float32' ? -23 : -52)

function each(x: Tensor, check: (i: number, a: Tensor, size: number) => string | undefined) {
  const { rows, columns, values } = stackOf(x)
  for (const [i, part] of values.entries()) {
    const size = Math.max(...part.map(Math.abs)) * Math.max(rows, columns)
    const wrong = check(i, matrix(part, rows, columns), size)
    if (wrong) return wrong
  }
  return undefined
}

const part = (x: Tensor, i: number) => {
  const { rows, columns, values } = stackOf(x)
  return matrix(values[i] ?? [], rows, columns)
}
const vector = (x: Tensor, i: number) => {
  const n = x.shape[x.shape.length - 1]
  return flat(x).slice(i * n, (i + 1) * n)
}

function firstOver(limits: Record<string, readonly [is: number, allowed: number]>): string | undefined {
  for (const [what, [is, limit]] of Object.entries(limits))
    if (!(is <= limit)) return `${what} is off by ${is}, more than ${limit}`
  return undefined
}

export const invariants: Record<Invariant, Check> = {
  eigh: (got, want, x) =>
    differing(got, want) ??
    each(x, (i, a, size) => {
      const v = part(got.eigenvectors, i)
      const values = vector(got.eigenvalues, i)
      const scaled = product(
        v,
        matrix(diagonal(values, values.length, values.length), values.length, values.length),
      )
      return firstOver({
        'an eigenvalue': [apart(values, vector(want.eigenvalues, i)), allowed(x) * size],
        'A·V − V·Λ': [apart(flat(product(a, v)), flat(scaled)), allowed(x) * size],
        VᵀV: [skew(v), allowed(x)],
      })
    }),
  qr: (got, want, x) =>
    differing(got, want) ??
    each(x, (i, a, size) => {
      const [q, r] = [part(got.q, i), part(got.r, i)]
      const columns = r.shape[1]
      const below = flat(r).filter((_, at) => Math.floor(at / columns) > at % columns)
      return firstOver({
        Q·R: [apart(flat(product(q, r)), flat(a)), allowed(x) * size],
        QᵀQ: [skew(q), allowed(x)],
        'R below its diagonal': [Math.max(0, ...below.map(Math.abs)), 0],
      })
    }),
  svd: (got, want, x) =>
    differing(got, want) ??
    each(x, (i, a, size) => {
      const [u, vh] = [part(got.u, i), part(got.vh, i)]
      const s = vector(got.s, i)
      const middle = matrix(diagonal(s, u.shape[1], vh.shape[0]), u.shape[1], vh.shape[0])
      return firstOver({
        'a singular value': [apart(s, vector(want.s, i)), allowed(x) * size],
        U·S·Vᴴ: [apart(flat(product(product(u, middle), vh)), flat(a)), allowed(x) * size],
        UᵀU: [skew(u), allowed(x)],
        VᴴV: [skew(vh.transpose()), allowed(x)],
      })
    }),
}

const diagonal = (values: readonly number[], rows: number, columns: number) => {
  const all = new Array<number>(rows * columns).fill(0)
  for (const [i, value] of values.entries()) all[i * (columns + 1)] = value
  return all
}
