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
import { experiment, settingsOf } from '../../site/lab/experiment.ts'
import type { Found } from '../../site/lab/found.ts'
import { growth } from '../../site/lab/growth.ts'
import { inNode } from '../../site/lab/in-node.ts'
import { quickClaims } from '../../site/lab/quick-claims.ts'
import { type Recorded, recorder } from '../../site/lab/recorder.ts'
import { type Request, taughtStudents } from '../../site/lab/request.ts'
import { serve } from '../../site/serve.mjs'
import { noChromium, openBrowser } from '../packages/chromium.ts'
import { root } from '../packages/packed.ts'
import { effort, long } from '../robustness/effort.ts'
import { controls, focused, type Lab, namesOf, openLab, patience, reachable, ways } from './lab-pages.ts'

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
  students: taughtStudents,
  ...part,
})
const query = writeAddress({ ...firstState, values: small, seed: 3 })

const foundIn = (request: Request): Found[] => {
  const all: Found[] = []
  experiment(request, found => all.push(found))
  return all
}

/** What Node finds of claims of preset quick with some settings replaced. */
const findingsOf = (ids: readonly string[], seed: number, chosen: object = {}) =>
  verify(
    checkRequest({
      preset: presetsOfTheory.quick,
      claims: claims.filter(({ id }) => ids.includes(id)),
      seed,
      chosen,
      version: '',
    }),
    inNodePool,
  )

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
        const valid = () => network.validSettings(settingsOf(values), ['distillation'])
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
          const valid = () => network.validSettings(settingsOf(state.values), ['distillation'])
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
    const [raced] = ofKind(all, 'raced')
    expect(raced).toMatchObject({ isDone: true, trainingErrors: 0 })
    expect(raced.multiError).toBeLessThan(0.05)
    expect(ofKind(all, 'member')).toHaveLength(10)
    expect(ofKind(all, 'student').map(({ name }) => name)).toEqual(['labels', 'ensemble', 'self'])
    expect(all.at(-1)).toEqual({ kind: 'done' })
  })

  test('teaches the students that are asked for, and they do not depend on each other', () => {
    const studentsOf = (part: Partial<Request>) => ofKind(foundIn(requestOf(part)), 'student')
    const [labels, ensemble, self] = ofKind(all, 'student')
    expect(studentsOf({ students: [] })).toEqual([labels])
    expect(studentsOf({ students: ['ensemble'] })).toEqual([labels, ensemble])
    // The second network teaches it, whatever networks there are besides.
    expect(studentsOf({ members: 2, students: ['self'] })).toEqual([labels, self])
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

  /** What the worker of the page finds of a claim. */
  const findingsInPage = async ({ tab }: Lab, id: string, seed: number, chosen: object): Promise<unknown> => {
    const request = { kind: 'claim', id, seed, chosen, workers: 1 }
    const { findings, why } = (await tab.evaluate(`new Promise((resolve, reject) => {
      const worker = new Worker('assets/lab/verify-worker.js', { type: 'module' })
      worker.onerror = reject
      worker.onmessage = ({ data }) => {
        if (data.kind === 'progress') return
        worker.terminate()
        resolve(data)
      }
      worker.postMessage(${JSON.stringify(request)})
    })`)) as { findings?: unknown; why?: string }
    expect(why).toBe(undefined)
    return findings
  }
  /** Settings at which claims take a second. */
  const fewNetworks = { classes: 4, neurons: 5, members: 2, otherFeatureRate: 1 }

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
      for (const id of ['lottery-winning-set', 'ensemble-law'])
        expect(await findingsInPage(lab, id, seed, fewNetworks), id).toEqual(
          await findingsOf([id], seed, fewNetworks),
        )
      await clean(lab)
    }
  })

  test.each(seeds)('a claim gets the verdict and the numbers of Node at seed %i', async seed => {
    const lab = await openLab(browser, `${address}${writeAddress({ ...firstState, values: small, seed })}`)
    for (const id of long ? quickClaims.map(([claim]) => claim) : (['lemma-tensor-power'] as const)) {
      await lab.tab.click(`#check-${id}`)
      await lab.tab
        .locator('.claim', { has: lab.tab.locator(`#check-${id}`) })
        .getByText(/: measured/)
        .waitFor({ timeout: 0 })
      const { verdict, measured, bound, control } = (await findingsOf([id], seed)).claims[0]
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
    await clean(lab)
  })

  /** A state in which every slider can move to the left. */
  const middle = writeAddress({ ...firstState, values: { ...small, k: 5 }, seed: 3 })

  // The next test presses keys on sliders and buttons.
  test.each(long ? (['mouse', 'keyboard'] as const) : (['mouse'] as const))(
    'every control works by %s',
    async kind => {
      const lab = await openLab(browser, address + middle)
      const { tab } = lab
      await lab.ended()
      const way = ways[kind](tab)
      const used = new Set<string>()
      /** Uses a control, and waits until its part of the address, if it has one, is another. */
      const use = async (action: keyof typeof way, selector: string, inAddress?: string): Promise<void> => {
        const [name] = await namesOf(tab, selector)
        used.add(name)
        const part = async () =>
          new URLSearchParams(String(await tab.evaluate('location.search'))).get(inAddress ?? '')
        const before = await part()
        await way[action](selector)
        if (inAddress !== undefined)
          await expect.poll(part, { message: name, timeout: patience }).not.toBe(before)
      }

      await use('slide', '[aria-label="Step of training"]', 'step')
      await use('press', '[aria-label="+1 step"]', 'step')
      await use('press', '[aria-label="−1 step"]', 'step')
      await use('choose', '[aria-label="Speed"]')
      expect(await tab.inputValue('[aria-label="Speed"]')).toBe('0.5')
      await tab.press('[aria-label="Step of training"]', 'Home')
      // A frame that began long before the press, as on a busy machine.
      await tab.evaluate(`{
        const request = window.requestAnimationFrame
        window.requestAnimationFrame = draw => {
          window.requestAnimationFrame = request
          return request(now => draw(now - 60))
        }
      }`)
      await use('press', '.player .main')
      expect(await lab.text('.player .main')).toBe('Pause')
      await tab.locator('.player .step', { hasText: /step [1-9]/ }).waitFor()
      await use('press', '.player .main', 'step')
      expect(await lab.text('.player .main')).toMatch(/^Play/)
      await use('slide', '#members', 'members')
      const shown = await tab.inputValue('#members')
      expect(await lab.text('#member-count')).toBe(shown)
      expect(await tab.locator('#ensemble-errors circle').count()).toBe(Number(shown))
      await use('choose', '#soft-class')
      expect(await tab.getAttribute('#soft-labels svg', 'aria-label')).toContain('class 2')

      for (const [id] of quickClaims) {
        await use('press', `#check-${id}`)
        const claim = tab.locator('.claim', { has: tab.locator(`#check-${id}`) })
        if (id !== 'lemma-tensor-power') {
          expect(await lab.text(`#check-${id}`)).toBe('Stop')
          await use('press', `#check-${id}`)
          await claim.getByText('Stopped.').waitFor()
        } else await claim.getByText(/: measured/).waitFor()
        expect(await lab.text(`#check-${id}`)).toBe('Check')
      }
      await use('press', '#bench-run')
      await tab.waitForSelector('#bench-figure .tools:not(.empty)')
      await use('press', '#bench-run')
      expect(await lab.text('#bench-status')).toBe('Stopped.')

      for (const figure of await tab.locator('figure:has(.tools)').all()) {
        const id = await figure.getAttribute('id')
        await use('press', `#${id} .tools summary`)
        await figure.locator('.tools td').first().waitFor()
        for (const button of await figure.locator('.tools button').all()) {
          const name = await button.getAttribute('aria-label')
          const file = await lab.download(() => use('press', `[aria-label="${name}"]`))
          expect(file.suggestedFilename()).toMatch(/\.(svg|csv)$/)
        }
      }
      await use('press', 'section:last-of-type summary')
      expect(await tab.isVisible('#in-node')).toBe(true)

      await use('press', '#dials > summary')
      const all = new Set(await namesOf(tab, controls))
      await use('press', '#other-start', 'start')
      await use('press', '#other-data', 'data')
      for (const name of dialNames) {
        const before = await tab.getAttribute(`#dial-${name}`, 'aria-valuetext')
        await use('slide', `#dial-${name}`, name)
        expect(await tab.getAttribute(`#dial-${name}`, 'aria-valuetext')).not.toBe(before)
      }
      for (const at of presets.keys()) {
        const button = `.presets button:nth-child(${at + 1})`
        await use('press', button)
        expect(await tab.getAttribute(button, 'aria-pressed')).toBe('true')
        const inAddress = async () => readAddress(String(await tab.evaluate('location.search'))).state.values
        await expect.poll(inAddress, { timeout: patience }).toEqual({ ...defaults, ...presets[at].values })
        expect(await lab.text('.why')).toBe(presets[at].why)
      }

      expect([...used].sort()).toEqual([...all].sort())

      await way.press('#without-controls')
      await tab.waitForSelector('body.without-controls')
      expect(new URL(tab.url()).searchParams.get('controls')).toBe('off')
      expect(await tab.isVisible('#other-start')).toBe(false)
      await clean(lab)
    },
    300_000,
  )

  test('the tab key reaches every control in its order, and the address brings back what was chosen', async () => {
    const lab = await openLab(browser, address + query)
    const { tab } = lab
    await lab.ended()
    expect(tab.url()).toBe(address + query)
    await tab.click('#dials > summary')
    await tab.focus('#text')
    const wanted = await namesOf(tab, reachable)
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
    for (const [name, text] of Object.entries({
      k: 'k=5',
      m: 'm=6',
      q: 'q=4',
      sigma: 'sigma=0.003',
      mu: 'mu=0.2083',
      s: 's=1.5',
      xi: 'xi=0.65',
    }))
      await press(`#dial-${name}`, 'ArrowRight', text)
    await lab.ended()
    await press('#members', 'ArrowLeft', 'members=9')
    await press('[aria-label="Step of training"]', 'Home', 'step=0')
    await press('[aria-label="+1 step"]', 'Enter', 'step=1')
    expect(await lab.text('.player .step')).toMatch(/^step 1 of \d+$/)

    const again = await openLab(browser, tab.url())
    await again.ended()
    for (const what of ['.player .step', '#status', '#race-result', '#ensemble-result', '#student-result'])
      expect(await again.text(what)).toBe(await lab.text(what))
    for (const name of dialNames)
      expect(await again.tab.getAttribute(`#dial-${name}`, 'aria-valuetext')).toBe(
        await tab.getAttribute(`#dial-${name}`, 'aria-valuetext'),
      )
    await clean(again)
    await clean(lab)
  }, 300_000)

  test('a slider that moves fast leaves its last value in the address', async () => {
    const lab = await openLab(browser, address + query)
    await lab.ended()
    // More changes than browsers allow an address in ten seconds.
    const last = await lab.tab.evaluate<number>(`(async () => {
      const slider = document.querySelector('[aria-label="Step of training"]')
      const steps = Number(slider.max)
      for (let change = 1; change <= 300; change++) {
        slider.value = change % steps
        slider.dispatchEvent(new Event('input'))
        await new Promise(resolve => setTimeout(resolve))
      }
      return Number(slider.value)
    })()`)
    await lab.tab.waitForURL(each => each.search.includes(`step=${last}`))
    await clean(lab)
  })

  test('the race plays at the chosen speed', async () => {
    const lab = await openLab(browser, address + query)
    const { tab } = lab
    await lab.ended()
    await tab.clock.install()
    await tab.clock.pauseAt(Date.now() + 3_600_000)
    const inOneSecond = async (speed: string): Promise<number> => {
      await tab.selectOption('[aria-label="Speed"]', speed)
      await tab.focus('[aria-label="Step of training"]')
      await tab.keyboard.press('Home')
      await tab.click('.player .main')
      await tab.clock.runFor(1000)
      await tab.click('.player .main')
      return Number((await lab.text('.player .step')).match(/^step (\d+)/)![1])
    }
    const steps = await inOneSecond('1')
    expect(steps).toBeGreaterThan(20)
    // The first frame has no time before it.
    const ratio = (await inOneSecond('4')) / steps
    expect(ratio).toBeGreaterThan(3.5)
    expect(ratio).toBeLessThan(4.5)
    await clean(lab)
  })

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
    await status.getByText('Measured.').waitFor()
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
    expect(await lab.text('#status')).toMatch(/^Training network .* \(seed 8, data 1, start 1\)/)
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
