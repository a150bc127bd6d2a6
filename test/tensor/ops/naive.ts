/** The oracle: ops written as plain loops over lists of doubles in C order. */

/** A shape and its elements in C order. */
export interface Plain {
  readonly shape: readonly number[]
  readonly values: readonly number[]
}

type Index = readonly number[]

/** The elements of a shape from a function of the index. */
export function build(shape: readonly number[], f: (index: Index) => number): Plain {
  const values: number[] = []
  const visit = (index: Index) => {
    if (index.length === shape.length) values.push(f(index))
    else for (let i = 0; i < shape[index.length]; i++) visit([...index, i])
  }
  visit([])
  return { shape, values }
}

/** One element. Axes of length 1 and missing leading axes broadcast. */
export function at({ shape, values }: Plain, index: Index): number {
  const lead = index.length - shape.length
  return values[shape.reduce((place, n, axis) => place * n + (n === 1 ? 0 : index[lead + axis]), 0)]
}

export function common(...shapes: (readonly number[])[]): number[] {
  const length = Math.max(...shapes.map(s => s.length))
  return Array.from({ length }, (_, i) => {
    const lengths = shapes.map(s => s[i - length + s.length] ?? 1)
    return lengths.find(n => n !== 1) ?? 1
  })
}

export const elementwise = (f: (...x: number[]) => number) => (inputs: Plain[]) =>
  build(common(...inputs.map(x => x.shape)), index => f(...inputs.map(x => at(x, index))))

export interface Over {
  axis?: number | number[] | null
  keepDims?: boolean
}

/** A reduction from a function of the list of reduced elements. */
export const reduction =
  (f: (list: number[]) => number) =>
  ([x]: Plain[], { axis, keepDims }: Over): Plain => {
    const d = x.shape.length
    const axes =
      (axis ?? null) === null ? x.shape.map((_, i) => i) : [axis as number].flat().map(a => (a + d) % d)
    const kept = x.shape.map((n, i) => (axes.includes(i) ? 1 : n))
    const y = build(kept, index => {
      const list: number[] = []
      build(x.shape, place => {
        if (place.every((p, i) => axes.includes(i) || p === index[i])) list.push(at(x, place))
        return 0
      })
      return f(list)
    })
    return keepDims ? y : { shape: x.shape.filter((_, i) => !axes.includes(i)), values: y.values }
  }

/** An op along an axis from a function of each line of elements. */
export const along =
  (f: (line: number[]) => number[], fallback: number | null) =>
  ([x]: Plain[], options: { axis?: number | null }): Plain => {
    const given = options.axis ?? fallback
    if (given === null) return { shape: [x.values.length], values: f([...x.values]) }
    const axis = (given + x.shape.length) % x.shape.length
    const swap = (index: Index, i: number) => index.map((p, k) => (k === axis ? i : p))
    return build(x.shape, index => {
      const line = Array.from({ length: x.shape[axis] }, (_, i) => at(x, swap(index, i)))
      return f(line)[index[axis]]
    })
  }

/** A sum over products: the matrix product of stacks. */
export function product([a, b]: Plain[]): Plain {
  const [m, k] = a.shape.slice(-2)
  const n = b.shape[b.shape.length - 1]
  const batch = common(a.shape.slice(0, -2), b.shape.slice(0, -2))
  return build([...batch, m, n], index => {
    const [i, j] = index.slice(-2)
    let total = 0
    for (let l = 0; l < k; l++)
      total += at(a, [...index.slice(0, -2), i, l]) * at(b, [...index.slice(0, -2), l, j])
    return total
  })
}
