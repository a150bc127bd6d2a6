/** The lab, in Node and in Chromium: the same numbers, every control, any address. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as network from '@multiview/network'
import { kernelState, withoutWebAssembly } from '@multiview/tensor/kernels'
import {
  checkRequest,
  claims,
  claimsOf,
  closedFormTensorPower,
  inlinePool,
  presets as presetsOfTheory,
  scheduler,
  verify,
} from '@multiview/theory'
import axe from 'axe-core'
import fc from 'fast-check'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { labPicture, file as picture } from '../../scripts/lab-picture.mjs'
import { writeLab } from '../../site/build.mjs'
import { firstState, type LabState, readAddress, writeAddress } from '../../site/lab/address.ts'
import { type BenchFound, bench, benchCases } from '../../site/lab/bench.ts'
import {
  clash,
  type Dial,
  type DialName,
  defaults,
  dialNames,
  dials,
  presets,
  sigmaAt,
} from '../../site/lab/dials.ts'
import { experiment, raceSettingsOf } from '../../site/lab/experiment.ts'
import type { Found } from '../../site/lab/found.ts'
import { growth } from '../../site/lab/growth.ts'
import { inNode } from '../../site/lab/in-node.ts'
import { quickClaims } from '../../site/lab/quick-claims.ts'
import { type Recorded, recorder } from '../../site/lab/recorder.ts'
import type { Request } from '../../site/lab/request.ts'
import { serve } from '../../site/serve.mjs'
import { noChromium, openBrowser } from '../packages/chromium.ts'
import { root } from '../packages/packed.ts'
import { effort, long } from '../robustness/effort.ts'
import { controlsOf, focused, type Lab, openLab } from './lab-pages.ts'

/** Seeds at which the browser is compared with Node. */
const seeds = long ? [3, 4, 5] : [3]

const inNodePool = scheduler(inlinePool(), null)

/** So small that an experiment takes half a second. */
const small = { ...defaults, k: 4, m: 5, s: 1 }
const requestOf = (part: Partial<Request> = {}): Request => ({
  values: small,
  seed: 3,
  data: 1,
  start: 1,
  members: 10,
  ...part,
})
const query = writeAddress({ ...firstState, values: small, seed: 3 })

const foundIn = (request: Request): Found[] => {
  const all: Found[] = []
  experiment(request, found => all.push(found))
  return all
}
const ofKind = <K extends Found['kind']>(all: readonly Found[], kind: K) =>
  all.filter((each): each is Extract<Found, { kind: K }> => each.kind === kind)

describe('the address', () => {
  const dial = (name: DialName) => {
    const { low, high, scale } = dials[name] as Dial
    return fc.integer({ min: low, max: high }).map(scale)
  }
  const states: fc.Arbitrary<LabState> = fc.record({
    values: fc.record({
      k: dial('k'),
      m: dial('m'),
      q: dial('q'),
      sigma: dial('sigma'),
      xi: dial('xi'),
      mu: dial('mu'),
      s: dial('s'),
    }),
    seed: fc.nat(999_999),
    data: fc.integer({ min: 1, max: 9999 }),
    start: fc.integer({ min: 1, max: 9999 }),
    step: fc.option(fc.nat(5000)),
    members: fc.option(fc.integer({ min: 1, max: 10 })),
    controls: fc.boolean(),
  })

  test('holds every state', () => {
    fc.assert(
      fc.property(states, state => {
        expect(readAddress(writeAddress(state))).toEqual({ state, refused: [] })
      }),
      effort,
    )
  })

  test('settings that go together are valid, the others have a sentence', () => {
    fc.assert(
      fc.property(states, ({ values }) => {
        const valid = () => network.validSettings(raceSettingsOf(values), ['distillation'])
        const why = clash(values)
        if (why === null) expect(valid).not.toThrow()
        else {
          expect(valid).toThrow()
          expect(why).toMatch(/^s is .* and k is .*\.$/)
        }
      }),
      effort,
    )
  })

  test('whatever it says, the state is one that the lab can run, and each refusal is a sentence', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.oneof(fc.constantFrom(...dialNames, 'seed', 'step', 'controls'), fc.string()),
          fc.string(),
        ),
        given => {
          const { state, refused } = readAddress(`?${new URLSearchParams(given)}`)
          const valid = () => network.validSettings(raceSettingsOf(state.values), ['distillation'])
          if (clash(state.values) === null) expect(valid).not.toThrow()
          else expect(valid).toThrow('since s/k is a probability')
          for (const sentence of refused) expect(sentence).toMatch(/\.$/)
        },
      ),
      effort,
    )
  })

  test.each([
    ['?k=900', ['k is 900 in the address; it is a number from 4 to 24, and 12 here.']],
    ['?q=high', ['q is high in the address; it is a number from 2 to 5, and 3 here.']],
    ['?seed=-1', ['seed is -1 in the address; it is a whole number from 0 to 999999, and was left out.']],
    ['?colour=red', ['The address has colour, which this page does not know.']],
    ['?controls=on', ['The address says controls=on; it may say controls=off.']],
    ['', []],
  ])('%j', (given, refused) => {
    expect(readAddress(given)).toEqual({ state: firstState, refused })
  })
})

describe('the settings', () => {
  test('σ₀ moves with q as the paper’s does: σ₀ to the power q − 2 stays', () => {
    expect([2, 3, 4, 5].map(sigmaAt)).toEqual([1e-6, 1e-6, 1e-3, 1e-2])
  })

  test('every preset is on the grid of the dials', () => {
    for (const { values } of presets)
      expect(
        readAddress(writeAddress({ ...firstState, values: { ...defaults, ...values } })).state.values,
      ).toEqual({
        ...defaults,
        ...values,
      })
  })
})

test('the page lists the claims of preset quick', () => {
  expect(new Set(quickClaims.map(([id]) => id))).toEqual(new Set(claimsOf('quick').map(({ id }) => id)))
})

test('a record is short and has the first and the last step', () => {
  const reports: Recorded[] = []
  const { note, ended } = recorder(soFar => reports.push(soFar))
  for (let step = 0; step < 4001; step++) note(step, () => new Float64Array([step]))
  const { step, strength } = ended({ steps: 4001, strength: new Float64Array([4001]) })
  expect([step[0], step.at(-1)]).toEqual([0, 4001])
  expect(step.length).toBeLessThan(402)
  expect(strength.map(([value]) => value)).toEqual(step)
  expect(reports).toHaveLength(40)
})

describe('the experiment', () => {
  const all = foundIn(requestOf())

  test('finds data, the race, ten members, soft labels and students', () => {
    expect(ofKind(all, 'data')[0].presentViews).toHaveLength(48)
    expect(ofKind(all, 'raced')[0]).toMatchObject({ isDone: true, trainingErrors: 0, multiError: 0 })
    expect(ofKind(all, 'member')).toHaveLength(10)
    expect(ofKind(all, 'student').map(({ name }) => name)).toEqual(['labels', 'ensemble', 'self'])
    expect(all.at(-1)).toEqual({ kind: 'done' })
  })

  test('the program for Node trains the network of the race', () => {
    const body = inNode(requestOf()).replace(/^import.*$/m, '')
    const lines: unknown[][] = []
    const console = { log: (...words: unknown[]) => lines.push(words) }
    const { regimeAt, trainReducedModel, learnedEach } = network
    new Function('regimeAt', 'trainReducedModel', 'learnedEach', 'console', body)(
      regimeAt,
      trainReducedModel,
      learnedEach,
      console,
    )
    const { steps, loss, learned } = ofKind(all, 'raced')[0]
    expect(lines).toEqual([[steps, loss, learned]])
  })

  test('the first member of the ensemble is the network of the race', () => {
    const [raced, first] = [ofKind(all, 'raced')[0], ofKind(all, 'member')[0]]
    expect(first).toMatchObject({
      learned: raced.learned,
      error: raced.singleError,
      ensembleError: raced.singleError,
    })
  })

  test('soft labels are shares, and the label’s class has the largest', () => {
    for (const { label, one, all: ofAll } of ofKind(all, 'soft labels')[0].samples)
      for (const soft of [one, ofAll]) {
        expect(soft.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12)
        expect(Math.max(...soft)).toBe(soft[label])
      }
  })

  test('at q = 2 and from a large start a network learns both views of every class', () => {
    for (const part of [{ q: 2 }, { sigma: 0.01 }]) {
      const raced = ofKind(
        foundIn(requestOf({ values: { ...small, m: 20, ...part }, members: 1 })),
        'raced',
      )[0]
      expect(raced.learned).not.toContain(false)
    }
  })

  test('what the network refuses becomes a sentence', () => {
    const [failed] = ofKind(foundIn(requestOf({ values: { ...small, m: 0 } })), 'failed')
    expect(failed.why).toBe('neurons is 0; allowed: an integer in [1, 100000].')
  })
})

describe('the lemma of the live figure', () => {
  test.each([3, 4, 5])('at q = %i both grow as the closed form says', q => {
    for (const lead of [0.01, 0.1, 0.5]) {
      const { ahead, behind } = growth(q, lead)
      const [x, y] = [ahead.at(-1)!, behind.at(-1)!]
      const race = { power: q, ahead: ahead[0], behind: behind[0], advantage: 1, end: x }
      // Steps of 1% of x. At a small lead both are near their poles, and the error adds up.
      expect(Math.abs(y / behind[0] / closedFormTensorPower(race) - 1)).toBeLessThan(0.05)
      expect(x).toBeGreaterThanOrEqual(1)
    }
  })

  test('at q = 2 their ratio stays', () => {
    const { ahead, behind } = growth(2, 0.1)
    expect(ahead.at(-1)! / behind.at(-1)!).toBeCloseTo(1.1, 12)
  })
})

describe('the bench', () => {
  const benchOf = (): BenchFound[] => {
    const all: BenchFound[] = []
    bench(found => all.push(found), benchCases(true), 0.05)
    return all
  }
  const rowsOf = (all: readonly BenchFound[]) => all.filter(each => each.kind === 'row')

  test('measures every case in every way beside the roofline, and says how far it is', () => {
    const all = benchOf()
    const rows = rowsOf(all)
    const { roofline, relaxedPeak } = all.find(each => each.kind === 'machine')!
    expect(roofline!.peak.float64).toBeGreaterThan(0)
    expect(roofline!.bandwidth.map(({ bytes }) => bytes)).toEqual([2 ** 14, 2 ** 18, 2 ** 22, 2 ** 25])
    expect(rows.map(({ name, way }) => [name, way])).toEqual(
      benchCases(true).flatMap(({ name, ways }) =>
        ways.filter(way => relaxedPeak !== null || way !== 'relaxed').map(way => [name, way]),
      ),
    )
    for (const { ms, boundMs } of rows) expect([ms > 0, boundMs! > 0]).toEqual([true, true])
    expect(all.filter(each => each.kind === 'progress').map(({ done, of }) => [done, of])).toEqual(
      Array.from({ length: rows.length + 1 }, (_, done) => [done, rows.length]),
    )
    expect(all.at(-1)).toEqual({ kind: 'done' })
    expect(kernelState().fused).toBe(false)
  })

  test('without WebAssembly it measures the plain loops, without a roofline', () => {
    const all = withoutWebAssembly(benchOf)
    expect(all.find(each => each.kind === 'machine')).toEqual({
      kind: 'machine',
      roofline: null,
      relaxedPeak: null,
    })
    expect(rowsOf(all).map(({ name, way, boundMs }) => [name, way, boundMs])).toEqual(
      benchCases(true).map(({ name }) => [name, 'plain', null]),
    )
  })
})

describe.skipIf(noChromium)('in Chromium', () => {
  const base = '/a/multiview/'
  let folder: string
  let address: string
  let browser: Browser
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'multiview-lab-'))
    mkdirSync(join(folder, 'assets'))
    await writeLab(root, folder)
    address = await serve(folder, base, 0)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const clean = async ({ context, faults }: Lab): Promise<void> => {
    expect(faults).toEqual([])
    await context.close()
  }

  test('the race runs without a click', async () => {
    const lab = await openLab(browser, address, { reducedMotion: 'no-preference' })
    await lab.tab.waitForSelector('#race path[d^="M"]', { state: 'attached' })
    await lab.tab.locator('#race').scrollIntoViewIfNeeded()
    await lab.tab.locator('.player .step', { hasText: /step [1-9]/ }).waitFor()
    await clean(lab)
  })

  test.each([
    ['with WebAssembly', "script-src 'self' 'wasm-unsafe-eval'", ''],
    ['where its policy forbids WebAssembly', "script-src 'self'", 'does not allow WebAssembly'],
  ])('the numbers are those of Node, bit for bit, %s', async (_, policy, said) => {
    const strict = await serve(folder, base, 0, {
      'content-security-policy': `default-src 'none'; connect-src 'self'; img-src data:; style-src 'self'; worker-src 'self'; ${policy}`,
    })
    for (const seed of seeds) {
      const all = foundIn(requestOf({ seed }))
      const lab = await openLab(browser, `${strict}${writeAddress({ ...firstState, values: small, seed })}`)
      await lab.ended()
      const { step, strength } = ofKind(all, 'race').at(-1) as Recorded
      expect((await lab.saved('race')).slice(1).map(row => row.map(Number))).toEqual(
        step.map((at, row) => [at, ...strength[row]]),
      )
      const errors = (rows: string[][], column: number) => rows.slice(1).map(row => Number(row[column]))
      expect(errors(await lab.saved('ensemble'), 2)).toEqual(
        ofKind(all, 'member').map(each => each.ensembleError),
      )
      expect(errors(await lab.saved('students'), 1)).toEqual(ofKind(all, 'student').map(each => each.error))
      const status = await lab.text('#status')
      if (said === '') expect(status).not.toContain('WebAssembly')
      else expect(status).toContain(said)
      await clean(lab)
    }
  })

  test.each(seeds)(
    'a claim gets the verdict and the numbers of Node at seed %i, and one that runs can be stopped',
    async seed => {
      const lab = await openLab(browser, `${address}${writeAddress({ ...firstState, values: small, seed })}`)
      for (const id of long ? quickClaims.map(([claim]) => claim) : (['lemma-tensor-power'] as const)) {
        await lab.tab.click(`#check-${id}`)
        await lab.tab
          .locator('.claim', { has: lab.tab.locator(`#check-${id}`) })
          .getByText(/: measured/)
          .waitFor({ timeout: 0 })
        const [claim] = (
          await verify(
            checkRequest({
              preset: presetsOfTheory.quick,
              claims: claims.filter(each => each.id === id),
              seed,
              chosen: {},
              version: '',
            }),
            inNodePool,
          )
        ).claims
        const { verdict, measured, bound, control } = claim
        const wanted = [
          verdict,
          measured.value,
          measured.low,
          measured.high,
          bound.low,
          bound.high,
          control.measured.value,
          control.verdict,
        ]
        const row = (await lab.saved('claims')).find(([name]) => name === id)
        expect(row).toEqual([id, ...wanted.map(each => String(each ?? ''))])
      }
      await lab.tab.click('#check-theorem-1-single')
      await lab.tab.getByText(/^\d+ of \d+ tasks/).waitFor()
      await lab.tab.click('#check-theorem-1-single')
      await lab.tab.getByText('Stopped.').waitFor()
      expect(await lab.text('#check-theorem-1-single')).toBe('Check')
      await clean(lab)
    },
  )

  test('every control works by keyboard, and the address brings back what was chosen', async () => {
    const lab = await openLab(browser, address + query)
    const { tab } = lab
    await lab.ended()
    expect(tab.url()).toBe(address + query)
    await tab.click('#dials > summary')
    await tab.focus('#text')
    const wanted = await controlsOf(tab)
    expect(wanted.length).toBeGreaterThan(35)
    const reached: string[] = []
    for (let presses = 0; presses < 2 * wanted.length; presses++) {
      await tab.keyboard.press('Tab')
      const name = await focused(tab)
      if (name === null) break
      if (wanted.includes(name)) reached.push(name)
    }
    expect(reached).toEqual(wanted)

    const press = async (selector: string, key: string, query: string): Promise<void> => {
      await tab.focus(selector)
      await tab.keyboard.press(key)
      await tab.waitForURL(each => each.search.includes(query))
    }
    await press('#other-start', 'Enter', 'start=2')
    await press('#other-data', 'Space', 'data=2')
    await press('#dial-k', 'ArrowRight', 'k=5')
    await press('#dial-m', 'ArrowRight', 'm=6')
    await press('#dial-q', 'ArrowRight', 'q=4')
    await press('#dial-sigma', 'ArrowRight', 'sigma=0.003')
    await press('#dial-xi', 'ArrowLeft', 'xi=0.55')
    await press('#dial-mu', 'ArrowRight', 'mu=0.2083')
    await press('#dial-s', 'ArrowRight', 's=1.5')
    await lab.ended()
    await press('#members', 'ArrowLeft', 'members=9')
    await press('[aria-label="Step of training"]', 'Home', 'step=0')
    await press('[aria-label="+1 step"]', 'Enter', 'step=1')
    await press('[aria-label="+1 step"]', 'Enter', 'step=2')
    await press('[aria-label="−1 step"]', 'Enter', 'step=1')
    expect(await lab.text('.player .step')).toMatch(/^step 1 of \d+$/)
    await tab.focus('#soft-class')
    await tab.keyboard.press('ArrowDown')
    expect(await tab.getAttribute('#soft-labels svg', 'aria-label')).toContain('class 2')
    await tab.focus('#race-figure summary')
    await tab.keyboard.press('Enter')
    await tab.waitForSelector('#race-figure table')

    const again = await openLab(browser, tab.url())
    await again.ended()
    for (const what of ['.player .step', '#status', '#race-result', '#ensemble-result', '#student-result'])
      expect(await again.text(what)).toBe(await lab.text(what))
    for (const name of dialNames)
      expect(await again.tab.getAttribute(`#dial-${name}`, 'aria-valuetext')).toBe(
        await tab.getAttribute(`#dial-${name}`, 'aria-valuetext'),
      )
    await clean(again)

    await press('.player .main', 'Space', '')
    expect(await lab.text('.player .main')).toBe('Pause')
    await press('.player .main', 'Enter', 'step=')
    await press('.presets button:nth-child(2)', 'Enter', '?q=2')
    await lab.ended()
    expect(await lab.text('.why')).toContain('At q = 2')
    await clean(lab)
  }, 300_000)

  test('the README shows what the lab draws', async () => {
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain('](docs/figures/lab.svg)')
    expect(await labPicture(browser, address)).toBe(readFileSync(picture, 'utf8'))
  })

  test('axe-core finds nothing, and no screen is too narrow, in light and dark, with all numbers open', async () => {
    const lab = await openLab(browser, address + query)
    await lab.ended()
    await lab.tab.evaluate("for (const each of document.querySelectorAll('main details')) each.open = true")
    await lab.tab.evaluate(axe.source)
    for (const [width, colorScheme] of [
      [360, 'dark'],
      [768, 'light'],
      [1280, 'dark'],
    ] as const) {
      await lab.tab.emulateMedia({ colorScheme })
      await lab.tab.setViewportSize({ width, height: 800 })
      expect(await lab.tab.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(
        0,
      )
      const faults = await lab.tab.evaluate(
        "axe.run('main', { resultTypes: ['violations'] }).then(({ violations }) => violations.map(each => each.id + ': ' + each.nodes[0].html))",
      )
      expect(faults, `${width} ${colorScheme}`).toEqual([])
    }
    await clean(lab)
  })

  test('the bench runs on a button, can be stopped, and has its numbers as a table and a drawing', async () => {
    const lab = await openLab(browser, address + query)
    await lab.ended()
    const status = lab.tab.locator('#bench-status')
    await lab.tab.click('#bench-run')
    await status.getByText(/^\d+ of \d+ measured/).waitFor()
    await lab.tab.click('#bench-run')
    expect(await status.textContent()).toBe('Stopped.')
    await lab.tab.click('#bench-run')
    await status.getByText('Measured.').waitFor({ timeout: 100_000 })
    expect(await lab.text('#bench-result')).toMatch(/^One core of this machine makes .*relaxed SIMD/)
    const [, ...rows] = await lab.saved('bench')
    const cases = benchCases()
    expect(new Set(rows.map(([name]) => name))).toEqual(new Set(cases.map(({ name }) => name)))
    expect(rows.length).toBeGreaterThanOrEqual(
      cases.flatMap(({ ways }) => ways.filter(way => way !== 'relaxed')).length,
    )
    for (const row of rows) for (const cell of row.slice(2)) expect(Number(cell)).toBeGreaterThan(0)
    expect(await drawingFaults(lab, 'bench')).toBe(0)
    await clean(lab)
  })

  /** Errors of the drawing as XML. */
  const drawingFaults = async (lab: Lab, name: string): Promise<unknown> => {
    const drawing = await lab.savedDrawing(name)
    expect(drawing).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    expect(drawing).not.toContain('var(')
    return lab.tab.evaluate(
      `new DOMParser().parseFromString(${JSON.stringify(drawing)}, 'image/svg+xml').querySelectorAll('parsererror').length`,
    )
  }

  test('the drawing of every figure can be saved: valid XML without a reference to the page', async () => {
    const lab = await openLab(browser, address + query)
    await lab.ended()
    for (const name of ['samples', 'race', 'ensemble', 'soft-labels', 'students', 'student-race'])
      expect(await drawingFaults(lab, name), name).toBe(0)
    await clean(lab)
  })

  test('an address of nonsense gets a sentence and the first settings; a link hides the controls', async () => {
    const lab = await openLab(browser, `${address}?k=900&q=&%00=%E0&m=4&controls=off`)
    expect(await lab.text('#refused')).toContain(
      'k is 900 in the address; it is a number from 4 to 24, and 12 here.',
    )
    await lab.tab.waitForSelector('body[data-lab="raced"], body[data-lab="member"]')
    expect(await lab.text('#status')).toMatch(/^Seed 8, data 1, start 1\. Training network/)
    expect(await lab.tab.isVisible('.player')).toBe(true)
    for (const hidden of ['#other-start', '.presets', '#dials', '#members', '.tools button'])
      expect(await lab.tab.locator(hidden).first().isVisible(), hidden).toBe(false)
    await clean(lab)
  })

  test('settings that cannot go together get a sentence, and the page works', async () => {
    const lab = await openLab(browser, `${address}?k=4&m=5&s=6&seed=3`)
    const why = 's is 6 and k is 4, but s/k is a probability. Choose s of at most 4, or more classes.'
    expect(await lab.text('#status')).toBe(`These settings could not be trained: ${why}`)
    expect(await lab.text('.why')).toBe(why)
    expect(await lab.tab.locator('#race svg').count()).toBe(0)
    await lab.tab.click('#dials > summary')
    await lab.tab.focus('#dial-s')
    for (let presses = 0; presses < 4; presses++) await lab.tab.keyboard.press('ArrowLeft')
    await lab.ended()
    expect(lab.tab.url()).toContain('s=4')
    expect(await lab.tab.locator('#race svg').count()).toBe(4)
    await clean(lab)
  })

  test('a browser without WebAssembly gets the same page and a sentence', async () => {
    const lab = await openLab(browser, address + query, { withoutWebAssembly: true })
    expect(await lab.tab.evaluate('typeof WebAssembly')).toBe('undefined')
    await lab.ended()
    expect(await lab.text('#status')).toContain(
      'does not allow WebAssembly; plain loops give the same numbers.',
    )
    expect(await lab.tab.locator('#race svg').count()).toBe(4)
    await lab.tab.click('#bench-run')
    await lab.tab.locator('#bench-result').getByText('only plain loops run').waitFor()
    await lab.tab.locator('#bench-status').getByText(`of ${benchCases().length} measured`).waitFor()
    await clean(lab)
  })
})
