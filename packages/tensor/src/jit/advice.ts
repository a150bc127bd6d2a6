/** Warnings of a compiled function which makes plans that it cannot use again. */
import { show, told } from '../array/error.ts'
import { warn } from '../array/warn.ts'
import type { Form } from './form.ts'

/** A plain value that differs at so many calls in a row is reported. */
const ROW = 8

type Leaf = Exclude<Form, { readonly parts: unknown }>

export class Advice {
  readonly #name: string
  /** The maximum number of plans that the function keeps. */
  readonly #most: number
  /** The number of plans that the last calls made, without a call in between that used one. */
  #row = 0
  readonly #given = new Set<string>()

  constructor(name: string, most: number) {
    this.#name = name ? `the function ${name}` : 'a function without a name'
    this.#most = most
  }

  /** Notes a call that uses a plan. */
  hit(): void {
    this.#row = 0
  }

  /** Notes a new plan. The forms are those of the kept plans, that of the new one first. */
  made(forms: readonly Form[]): void {
    this.#row++
    const isFull = forms.length > this.#most
    if (!isFull && this.#row < ROW) return
    const leaves = forms.slice(0, isFull ? forms.length : ROW).map(leavesOf)
    const shapes = new Set(leaves.map(textOf)).size
    const [path, values] = mostVaried(leaves)
    if (values === leaves.length || (isFull && values > shapes))
      this.#warnOfValue(path, values, leaves[0].get(path))
    else if (isFull) this.#warnOfShapes(leaves[0])
  }

  #warnOfValue(path: string, values: number, leaf: Leaf | undefined): void {
    const value = leaf?.kind === 'value' ? leaf.value : undefined
    const remedy =
      typeof value === 'number'
        ? 'pass a tensor, such as tensor(x), whose number is not part of the plan'
        : 'pass the same one at each call, created outside'
    this.#once(
      'value',
      `was called with ${values} values of the plain argument ${path}, ${told(value)} at the last call; each ` +
        `value needs a new plan: ${remedy}`,
    )
  }

  #warnOfShapes(leaves: ReadonlyMap<string, Leaf>): void {
    const shapes = [...leaves].flatMap(([path, leaf]) =>
      leaf.kind === 'tensor' ? [`${path} ${leaf.dtype} ${show(leaf.shape)}`] : [],
    )
    const more = shapes.length > 8 ? `, and ${shapes.length - 8} more` : ''
    this.#once(
      'shapes',
      `was called with more combinations of shapes than the ${this.#most} whose plans it keeps; the last call had ` +
        `${shapes.slice(0, 8).join(', ')}${more}: keep more with jit(f, { plans: N }), or use fixed shapes`,
    )
  }

  #once(kind: string, text: string): void {
    if (this.#given.has(kind)) return
    this.#given.add(kind)
    warn('jit', `${this.#name} ${text}`)
  }
}

/** The tensors and plain values of a form by their path, such as `[0].w`. */
function leavesOf(form: Form): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>()
  const visit = (part: Form, path: string) => {
    if (part.kind === 'list') for (const [i, x] of part.parts.entries()) visit(x, `${path}[${i}]`)
    else if (part.kind === 'object')
      for (const [i, x] of part.parts.entries()) visit(x, `${path}.${part.keys[i]}`)
    else leaves.set(path, part)
  }
  visit(form, '')
  return leaves
}

/** A text of the structure, the dtypes and the shapes. */
const textOf = (leaves: ReadonlyMap<string, Leaf>): string =>
  JSON.stringify(
    [...leaves].map(([path, leaf]) => [path, leaf.kind === 'tensor' && [leaf.dtype, leaf.shape]]),
  )

/** The path of the plain value that has most values among the forms, and their number. */
function mostVaried(all: readonly ReadonlyMap<string, Leaf>[]): [path: string, values: number] {
  let most: [string, number] = ['', 0]
  for (const path of all[0].keys()) {
    const values = new Set<unknown>()
    for (const leaves of all) {
      const leaf = leaves.get(path)
      if (leaf?.kind === 'value') values.add(leaf.value)
    }
    if (values.size > most[1]) most = [path, values.size]
  }
  return most
}
