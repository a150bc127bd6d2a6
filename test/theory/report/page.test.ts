import { claims, levelIn } from '@multiview/theory'
import { type Report, renderReport } from '@multiview/theory/report'
import { describe, expect, test } from 'vitest'
import { sampleReport } from './sample.ts'

async function page(change: (report: Report) => void = () => {}): Promise<string> {
  const report = sampleReport()
  change(report)
  return (await renderReport(report)).html
}

describe('the page', () => {
  test('is the same bytes each time', async () => {
    expect(await page()).toBe(await page())
  })

  test('counts the claims that hold in its headline', async () => {
    const judged = async (...verdicts: ('holds' | 'fails' | 'inconclusive')[]) =>
      /<h1>(.*)<\/h1>/.exec(
        await page(report => {
          report.claims = verdicts.map((verdict, i) => ({ ...report.claims[i], verdict }))
        }),
      )?.[1]
    expect(await judged('holds', 'holds', 'fails')).toBe('2 of 3 claims hold')
    expect(await judged('holds', 'holds')).toBe('All 2 claims hold')
    expect(await judged('holds')).toBe('The claim holds')
    expect(await judged('inconclusive')).toBe('0 of 1 claim holds')
    expect(await judged()).toBe('No claim was checked')
  })

  test('has for each claim its statement, source, numbers, conditions, figure, control and setting', async () => {
    const html = await page()
    for (const claim of sampleReport().claims) {
      const start = html.indexOf(`<section class="claim" id="${claim.id}">`)
      expect(start).toBeGreaterThan(0)
      const section = html.slice(start, html.indexOf('</section>', start))
      expect(section).toContain(claim.source)
      expect(section).toContain(`<span class="verdict ${claim.verdict}">${claim.verdict}</span>`)
      expect(section).toContain('what is removed <span class="verdict breaks">breaks</span>')
      expect(section).toContain('<svg')
      expect(section).toContain(claim.conditions[0].name)
      expect(section).toContain('Setting of this claim (regime limit)')
    }
  })

  test('names where a claim departs from the paper, and says nothing of it for one that does not', async () => {
    const html = await page(report => {
      report.claims = ['lemma-tensor-power', 'theorem-3-distillation'].map(id => ({
        ...report.claims[0],
        id,
        setting: {
          ...report.claims[0].setting,
          ...{ patches: 20, featureNoise: 0 },
          ...{ temperature: 1, teacherScale: 10, maxSteps: 20_000 },
        },
      }))
    })
    expect(html.split('Where this departs from the paper').length).toBe(2)
    expect(html.indexOf('Where this departs from the paper')).toBeGreaterThan(
      html.indexOf('id="theorem-3-distillation"'),
    )
    const departures = [
      ['d is infinite', 'γ is 0', 'are silent', '‖ξ‖ is 0.5', 'P is 20'],
      ['a network learns both views of most classes', 'the claim paper-start (preset as-stated) measures it'],
      ['The mask: ', 'outputs grow without end', 'τ is 1', 'multiplied by 10', 'setting maxSteps'],
    ]
    for (const departure of departures.flat()) expect(html).toContain(departure)
  })

  test('names the departures of distillation for every claim that teaches networks', () => {
    const setting = {
      ...sampleReport().claims[0].setting,
      temperature: 1,
      teacherScale: 10,
      maxSteps: 20_000,
    }
    const naming = claims.filter(({ departures }) =>
      departures?.(setting).some(each => each.startsWith('The mask: ')),
    )
    expect(naming.map(({ id }) => id)).toEqual([
      'theorem-3-distillation',
      'theorem-4-self-distillation',
      'figure-1',
      'self-distillation-rounds',
      'departures',
    ])
  })

  test('says why each of the claims that exist should be so, and nothing for one that it does not know', async () => {
    const ids = claims.map(({ id }) => id)
    const html = await page(report => {
      report.claims = ids.map(id => ({ ...report.claims[0], id }))
    })
    expect(html.split('Why it should be so').length - 1).toBe(claims.length)
    expect(
      await page(report => {
        report.claims = ['to-string', 'another'].map(id => ({ ...report.claims[0], id }))
      }),
    ).not.toContain('Why it should be so')
  })

  test('states what many claims at once mean, and counts the intervals of conditions and controls', async () => {
    const judgedAt = (level: number, conditions: number, claims = 3) =>
      page(report => {
        report.claims = report.claims.slice(0, claims).map(claim => ({
          ...claim,
          measured: { ...claim.measured, level },
          conditions: Array.from({ length: conditions }, () => ({ ...claim.conditions[0], level })),
          control: { ...claim.control, measured: { ...claim.control.measured, level } },
        }))
      })
    const one = await judgedAt(0.95, 0)
    expect(one).toContain('with a probability of at most 5%.')
    expect(one).toMatch(/at most\s+15%, the sum/)
    expect(one).toMatch(/3 measured values,\s+0 conditions and 3 controls add up to 30%/)
    // Two conditions of each claim spend the full risk again.
    expect(await judgedAt(0.95, 2)).toMatch(/6 conditions and 3 controls add up to 60%: .*\s.* at least 40%/)
    expect(await judgedAt(0.95, 0, 1)).not.toContain('Many claims at once')
  })

  test('takes the risk of a claim from its preset if it divides that risk among ensembles', async () => {
    const html = await page(report => {
      report.preset = 'full'
      report.claims = report.claims.slice(0, 2).map(claim => ({
        ...claim,
        measured: { ...claim.measured, level: 0.9999 },
        conditions: [],
        control: { ...claim.control, measured: { ...claim.control.measured, level: 0.9999 } },
      }))
    })
    expect(html).toContain(`with a probability of at most ${((1 - levelIn('full')) * 100).toFixed(3)}%`)
  })

  test('shows settings in words with the symbol of the paper, and unknown ones by their name', async () => {
    const html = await page(report => {
      report.settings = { classes: 10, ownWeight: [1, 1.2], noveltyRate: 0.000025, toString: 'odd' }
    })
    expect(html).toContain('<td>number of classes</td><td class="symbol">k</td><td class="number">10</td>')
    expect(html).toContain('<td class="number">1 to 1.2</td>')
    expect(html).toContain('<td>novelty rate</td><td class="symbol"></td><td class="number">2.5 × 10⁻⁵</td>')
    expect(html).toContain('<td>to string</td>')
  })

  test('sets exponents and indices as such', async () => {
    const html = await page(report => {
      report.claims[0].statement = 'Err falls as 2^−L, v_{i,1} and x_t; a_name_here & 1 < 2'
    })
    expect(html).toContain('2<sup>−L</sup>, v<sub>i,1</sub> and x<sub>t</sub>')
    expect(html).toContain('&amp; 1 &lt; 2')
  })

  test('says that a limit or a value was not measured', async () => {
    const html = await page(report => {
      report.claims[0].measured = {
        value: null,
        low: null,
        high: null,
        method: null,
        level: 0.95,
        n: 0,
        unit: 'model',
      }
      report.claims[0].predicted = null
      report.claims[0].conditions = []
    })
    expect(html).toContain('<b>not measured</b>, no interval')
    expect(html).toContain('no prediction')
  })

  test('says why a claim fails', async () => {
    const html = await page(report => {
      report.claims[0].verdict = 'fails'
      report.claims[0].reason = 'A condition is not met: a share.'
    })
    expect(html).toContain('<b>Why it fails.</b> A condition is not met: a share.</p>')
  })

  test('says in a sentence why a claim is inconclusive', async () => {
    const html = await page(report => {
      report.claims[0].verdict = 'inconclusive'
      report.claims[0].reason = 'There is no interval: got 3 draws, needs at least 8.'
      report.claims[0].control.verdict = 'broken by a condition'
    })
    expect(html).toContain(
      '<b>Why it is inconclusive.</b> There is no interval: got 3 draws, needs at least 8.</p>',
    )
    expect(html).toContain('<span class="verdict broken-by-a-condition">broken by a condition</span>')
    expect(await page(report => report.claims.splice(4))).not.toContain('Why it is inconclusive')
  })

  test('shows the interval of a condition, one that is not decided, and checks apart from conditions', async () => {
    const html = await page(report => {
      const share = {
        name: 'a share',
        measured: 0.91,
        low: 0.85,
        high: 0.95,
        method: 'clopper-pearson' as const,
        level: 0.99,
        n: 144,
        required: 'at least 0.9',
      }
      report.claims[1].conditions = [{ ...share, met: false, decided: false }]
    })
    expect(html).toContain('0.91<span class="interval">0.85 to 0.95 at 99%</span>')
    expect(html).toContain('<span class="verdict inconclusive">undecided</span>')
    const checks = html.split('Checks, which decide nothing')
    expect(checks).toHaveLength(2)
    expect(checks[1]).toContain('<td>share of models inside the window</td>')
  })

  test('calls exact what is not random, and says on how many points', async () => {
    const html = await page()
    const section = html.slice(html.indexOf('id="lemma-tensor-power"'))
    expect(section).toContain('<b>1.002</b>, exact <span class="interval">on 36 points: grid point</span>')
    expect(section).not.toMatch(/null%|NaN/)
  })

  test('gives both limits of an interval as many decimals', async () => {
    const interval = async (low: number, high: number) =>
      /<b>[^<]*<\/b>, ([^<]*?) </.exec(
        (
          await page(report => {
            report.claims[0].measured = { ...report.claims[0].measured, low, high }
          })
        ).split('What was measured')[1],
      )?.[1]
    expect(await interval(0.498541, 0.499002)).toBe('0.49854 to 0.49900')
    expect(await interval(0.99598, 1.00121)).toBe('0.99598 to 1.00121')
    expect(await interval(0.9962, 1.1213)).toBe('0.996 to 1.121')
    expect(await interval(0.08, 0.1163)).toBe('0.0800 to 0.1163')
    expect(await interval(0, 0.000553)).toBe('0 to 0.000553')
    expect(await interval(-0.0381, 0.0624)).toBe('−0.0381 to 0.0624')
    expect(await interval(1140.4, 1849.6)).toBe('1140 to 1850')
    expect(await interval(1, 1)).toBe('1 to 1')
  })

  test('needs nothing from outside: no script, and nothing that is fetched', async () => {
    const html = await page()
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(html).not.toMatch(/<script|<link|<img|src=|@import|url\(/)
    expect(html.match(/href="[^#][^"]*"/g)).toEqual(['href="https://arxiv.org/abs/2012.09816"'])
  })

  test('has the figures in colours that follow the theme', async () => {
    const html = await page()
    expect(html).toContain('fill="var(--figure-blue, #0072b2)"')
    expect(html).toContain('prefers-color-scheme: dark')
  })
})

describe('a hostile report.json', () => {
  const attack = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&lt;^<b>`

  test('cannot put markup into the page, whatever text it fills', async () => {
    // Every free text becomes the attack. Ids, verdicts and the like are checked words.
    const fixed = new Set(['id', 'role', 'schema', 'verdict', 'boundSource', 'method'])
    const poison = (value: unknown, key = ''): unknown => {
      if (typeof value === 'string') return fixed.has(key) ? value : attack
      if (Array.isArray(value)) return value.map(item => poison(item, key))
      if (typeof value !== 'object' || value === null) return value
      const entries = Object.entries(value).map(([name, item]) => [name, poison(item, name)])
      if (key === 'setting' || key === 'settings') entries.push([attack, attack])
      return Object.fromEntries(entries)
    }
    const html = (await renderReport(poison(sampleReport()) as Report)).html
    expect(html).toContain('&lt;script&gt;')
    expect(html).not.toMatch(/<script|<img|<b>"/i)
    expect(html).not.toContain(attack)
    // Outside of quoted attributes the attack must not survive as markup.
    const tags = new Set([...html.matchAll(/<([a-z!][a-z0-9]*)/gi)].map(match => match[1].toLowerCase()))
    const known = new Set(
      [...(await page()).matchAll(/<([a-z!][a-z0-9]*)/gi)].map(match => match[1].toLowerCase()),
    )
    for (const tag of ['sup', 'sub']) known.add(tag)
    expect([...tags].filter(tag => !known.has(tag))).toEqual([])
  })
})
