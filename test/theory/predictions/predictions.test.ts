import { stream } from '@multiview/tensor'
import {
  closedFormTensorPower,
  errorOfViews,
  expectedEnsembleError,
  iterateTensorPower,
  knownShare,
  largestGrowth,
  oddsOfViewOne,
  ratePatterns,
  tensorPowerTime,
  unopposed,
} from '@multiview/theory'
import { describe, expect, test } from 'vitest'

describe('the odds of view 1', () => {
  test('are one half without a handicap', () => {
    for (const neurons of [1, 2, 5, 8, 30]) expect(oddsOfViewOne(1, neurons)).toBeCloseTo(0.5, 9)
  })

  test('of the two views add up to 1', () => {
    for (const handicap of [1.05, 1.3, 2, 5])
      expect(oddsOfViewOne(handicap, 5) + oddsOfViewOne(1 / handicap, 5)).toBeCloseTo(1, 9)
  })

  test('have a closed form for one neuron', () => {
    for (const handicap of [0.2, 0.8, 1, 1.7])
      expect(oddsOfViewOne(handicap, 1)).toBeCloseTo(Math.atan(1 / handicap) / (2 * Math.PI) + 3 / 8, 9)
  })

  test('agree with drawn races', () => {
    const random = stream(5, 'odds')
    const largest = (): number => Math.max(...Array.from({ length: 5 }, () => random.normal()))
    const draws = 40_000
    let wins = 0
    for (let n = 0; n < draws; n++) if (largest() > 1.2 * largest()) wins++
    expect(Math.abs(wins / draws - oddsOfViewOne(1.2, 5))).toBeLessThan(4 * Math.sqrt(0.25 / draws))
  })
})

describe('the expected error of an ensemble', () => {
  test('is 2^-L for even odds, but for samples that meet no competitor', () => {
    const even = Array.from({ length: 10 }, () => 0.5)
    expect(expectedEnsembleError(even, 1, 5)).toBeCloseTo(0.5 * (1 - 0.5 ** 9), 12)
    for (const members of [2, 5, 10])
      expect(expectedEnsembleError(even, members, 5)).toBeCloseTo(
        2 ** -members * (1 - unopposed(10, 5, members)),
        12,
      )
  })

  test('is larger for uneven odds', () => {
    expect(expectedEnsembleError([0.7, 0.3], 3, 1)).toBeGreaterThan(expectedEnsembleError([0.5, 0.5], 3, 1))
  })

  test('counts a sample as unopposed as often as drawing shows', () => {
    const random = stream(5, 'unopposed')
    const [classes, rate, members, draws] = [4, 1.5, 2, 50_000]
    let alone = 0
    for (let n = 0; n < draws; n++) {
      let met = false
      for (let j = 1; j < classes; j++) {
        const views = Array.from({ length: members }, () => random.integer(2))
        for (const view of [0, 1]) if (random.bernoulli(rate / classes) && views.includes(view)) met = true
      }
      if (!met) alone++
    }
    const expected = unopposed(classes, rate, members)
    expect(Math.abs(alone / draws - expected)).toBeLessThan(4 * Math.sqrt(0.25 / draws))
  })
})

describe('the tensor-power method', () => {
  const race = { power: 4, ahead: 1e-2, behind: 0.8e-2, advantage: 1.2, end: 1 }

  test('iterates as a naive loop does', () => {
    const lastStep = 0.02
    const eta = lastStep / 1.5 / race.end ** 2
    let [x, y] = [race.ahead, race.behind]
    for (let t = 0; x < race.end; t++) {
      const c = t % 2 === 0 ? 0.5 : 1.5
      ;[x, y] = [x + eta * c * x ** 3, y + eta * race.advantage * c * y ** 3]
    }
    expect(iterateTensorPower(race, lastStep)).toBeCloseTo(y / race.behind, 10)
  })

  test('iterates as a naive loop does if the two grow at different rates', () => {
    const rates = { ahead: (t: number) => 1 + (t % 3) / 6, behind: (t: number) => 1 - (t % 5) / 5 }
    const eta = 0.02 / 1.5 / race.end ** 2
    let [x, y] = [race.ahead, race.behind]
    for (let t = 0; x < race.end; t++)
      [x, y] = [x + eta * rates.ahead(t) * x ** 3, y + eta * race.advantage * rates.behind(t) * y ** 3]
    expect(iterateTensorPower(race, 0.02, rates)).toBeCloseTo(y / race.behind, 10)
  })

  test('approaches its closed form as the step shrinks', () => {
    const closed = closedFormTensorPower(race)
    const error = (lastStep: number): number => Math.abs(iterateTensorPower(race, lastStep) / closed - 1)
    expect(error(0.01)).toBeLessThan(0.01)
    expect(error(0.0025)).toBeLessThan(error(0.01) / 2)
  })

  test('lets y follow x to the end when they start level', () => {
    const level = { ...race, behind: race.ahead, advantage: 1 }
    expect(closedFormTensorPower(level)).toBeCloseTo(race.end / race.ahead, 8)
  })

  test('reaches its end when a fine integration does', () => {
    let [x, time] = [0.02, 0]
    const dt = 0.01
    while (x < 0.5) {
      // The midpoint rule.
      const half = x + (dt / 2) * 0.3 * x ** 3
      x += dt * 0.3 * half ** 3
      time += dt
    }
    expect(tensorPowerTime(0.02, 0.5, 4, 0.3) / time).toBeCloseTo(1, 4)
    expect(tensorPowerTime(0, 0.5, 4, 0.3)).toBe(Number.POSITIVE_INFINITY)
  })

  describe('at every pattern of rates', () => {
    const steps = 1000
    const patterns = ratePatterns(steps)

    test('keeps x at C_t or above and y at C_t or below, both of order 1 and varying', () => {
      const at = Array.from({ length: 2 * steps }, (_, t) => t)
      for (const { ahead, behind } of patterns) {
        expect(
          at.every(t => behind(t) >= 0 && behind(t) <= ahead(t) && ahead(t) >= 0.5 && ahead(t) <= 1.5),
        ).toBe(true)
        expect(new Set(at.map(ahead)).size).toBeGreaterThan(100)
      }
      // In the last two, the rates of x and y differ.
      const differ = patterns.map(({ ahead, behind }) => at.some(t => behind(t) < ahead(t)))
      expect(differ).toEqual([false, false, false, true, true])
    })

    test('keeps y below what the head start allows; a y that is faster than C_t is not', () => {
      const headStart = 0.1
      const level = { power: 4, ahead: 1e-2, behind: 1e-2 / (1 + headStart), advantage: 1, end: 0.1 }
      const allowed = largestGrowth(level.power, headStart)
      for (const rates of patterns) {
        const grown = iterateTensorPower(level, 0.01, rates)
        expect(grown).toBeGreaterThan(1)
        expect(grown).toBeLessThan(allowed)
      }
      const unfair = { ahead: () => 0.5, behind: () => 0.75 }
      expect(iterateTensorPower({ ...level, end: 0.05 }, 0.01, unfair)).toBeGreaterThan(allowed)
    })
  })

  test('never lets y outgrow what the head start allows', () => {
    for (const headStart of [0.1, 0.5])
      for (const end of [10, 1000])
        expect(
          closedFormTensorPower({ power: 3, ahead: 1, behind: 1 / (2 * (1 + headStart)), advantage: 2, end }),
        ).toBeLessThan(largestGrowth(3, headStart))
  })
})

describe('errorOfViews', () => {
  test('is that of unopposed for one view per class, and a half of the missing views otherwise', () => {
    const one = Array.from({ length: 20 }, (_, v) => v % 2 === 0)
    expect(errorOfViews(one, 4)).toBeCloseTo((1 - unopposed(10, 4, 1)) / 2, 12)
    expect(
      errorOfViews(
        Array.from({ length: 20 }, () => true),
        4,
      ),
    ).toBe(0)
  })

  test.each([
    ['two', 2, [true, false, true, true, false, false, false, true, true, false]],
    ['three', 3, [1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 1, 0].map(Boolean)],
  ])('agrees with drawn samples for networks that lack some of %s views', (_, views, learned) => {
    const random = stream(5, 'views')
    const [rate, classes, draws] = [2, 5, 200_000]
    let errors = 0
    for (let n = 0; n < draws; n++) {
      const label = random.integer(classes)
      const view = random.integer(views)
      // The outputs for the other classes that the sample shows.
      let opposed = false
      for (let v = 0; v < learned.length; v++)
        if (random.bernoulli(rate / classes) && learned[v] && Math.floor(v / views) !== label) opposed = true
      if (!learned[views * label + view] && opposed) errors++
    }
    const expected = errorOfViews(learned, rate, views)
    expect(Math.abs(errors / draws - expected)).toBeLessThan(4 * Math.sqrt(expected / draws))
  })
})

describe('knownShare', () => {
  test('is 1 − 2^−L for rare views, and 1 for one that always comes with the other', () => {
    for (const members of [1, 2, 5]) {
      expect(knownShare(members, 0)).toBeCloseTo(1 - 0.5 ** members, 12)
      expect(knownShare(members, 1)).toBe(1)
    }
  })

  test('agrees with drawn samples and lotteries', () => {
    const random = stream(6, 'known')
    for (const members of [1, 3]) {
      let shown = 0
      let known = 0
      for (let n = 0; n < 200_000; n++) {
        const shows = [random.bernoulli(0.25), random.bernoulli(0.25)]
        const learned = [false, false]
        for (let j = 0; j < members; j++) learned[random.integer(2)] = true
        if (!shows[0] && !shows[1]) continue
        shown++
        if ((shows[0] && learned[0]) || (shows[1] && learned[1])) known++
      }
      expect(Math.abs(known / shown - knownShare(members, 0.25))).toBeLessThan(4 * Math.sqrt(0.25 / shown))
    }
  })
})
