/** The race of Lemma D.19 in small steps: x′ = x^{q−1} and y′ = y^{q−1}, until x is large. */

export interface Growth {
  /** Time, x and y at each step. */
  readonly time: readonly number[]
  readonly ahead: readonly number[]
  readonly behind: readonly number[]
}

/** y₀, and the x at which the race ends. */
export const growthStart = 0.01
const growthEnd = 1
/** In each step x grows by this share of itself. */
const share = 0.01

/**
 * @param q the power, 2 or more
 * @param lead x₀/y₀ − 1
 */
export const growth = (q: number, lead: number): Growth => {
  let [t, x, y] = [0, growthStart * (1 + lead), growthStart]
  const [time, ahead, behind] = [[t], [x], [y]]
  // Whole powers by products, so that every engine has the same bits.
  const power = (base: number): number => {
    let product = 1
    for (let i = 2; i < q; i++) product *= base
    return product
  }
  while (x < growthEnd) {
    const step = share / power(x)
    t += step
    y += step * y * power(y)
    x += share * x
    time.push(t)
    ahead.push(x)
    behind.push(y)
  }
  return { time, ahead, behind }
}
