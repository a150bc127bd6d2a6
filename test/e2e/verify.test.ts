import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { checkReport, type Report, recomputeReport, reportFromJson, reportToJson } from '@multiview/theory'
import { beforeAll, describe, expect, test } from 'vitest'
import { long } from '../robustness/effort.ts'
import { findings, folder, multiview, start, tiny, tinyModels } from './command.ts'

/** `tiny` with a smaller start: the bounds of the reduced model decide each test sample. */
const measured = tiny.map(each => (each === 'σ_0=0.005' ? 'σ_0=0.0005' : each))

let cwd: string
beforeAll(async () => {
  cwd = folder()
  const { status, err } = await multiview(
    ['verify', ...measured, '--seed', '3', '--workers', '1', '--out', 'one'],
    cwd,
  )
  expect([0, 1, 3], err).toContain(status)
})

describe('a whole run', () => {
  test('leaves a valid report, a page with its figures inside, and one file a model', () => {
    const report = checkReport(JSON.parse(readFileSync(join(cwd, 'one', 'report.json'), 'utf8')))
    expect(report.claims.map(claim => claim.id)).toEqual([
      'theorem-1-single',
      'theorem-2-ensemble',
      'theorem-3-distillation',
      'theorem-4-self-distillation',
      'dark-knowledge',
      'ensemble-law',
      'lottery-winning-set',
      'lemma-tensor-power',
    ])
    expect(report.settings).toMatchObject({ classes: 3, members: 4, singleViewFraction: 0.25 })
    const page = readFileSync(join(cwd, 'one', 'report.html'), 'utf8')
    expect(page.match(/<svg/g)?.length).toBeGreaterThanOrEqual(5)
    expect(page).not.toMatch(/<(script|link)|src=|url\(/)
    expect(readdirSync(join(cwd, 'one', 'figures')).length).toBeGreaterThanOrEqual(5)
    // Theorem 1 has 40 networks and 12 in its control. Twelve of its data sets have 7 more each,
    // and one network is recorded again with its race. 7 × 3 and 4 networks share an
    // initialization. Theorem 3 has 2 students and 2 of the labels, and Theorem 4 has 12.
    expect(readdirSync(join(cwd, 'one', 'runs'))).toHaveLength(52 + 84 + 1 + 25 + 4 + 12)
  })

  test('gives other findings for another seed, and replaces a finished run in the same folder', async () => {
    const single = ['verify', 'theorem-1-single', ...tinyModels, '--quiet', '--out', 'two']
    await multiview([...single, '--seed', '3'], cwd)
    const before = findings(join(cwd, 'two'))
    await multiview([...single, '--seed', '4'], cwd)
    expect(findings(join(cwd, 'two'))).not.toBe(before)
    expect(readdirSync(join(cwd, 'two', 'runs'))).toHaveLength(52)
  })

  test('that is interrupted ends with status 130, keeps its models, and resumes with four workers to the findings of one', async () => {
    const { child, finished } = start(
      ['verify', ...measured, '--seed', '3', '--workers', '2', '--out', 'broken'],
      cwd,
    )
    const runs = join(cwd, 'broken', 'runs')
    while (!existsSync(runs) || readdirSync(runs).length < 20) await pause(10)
    child.kill('SIGINT')
    const { status, err } = await finished
    expect(status).toBe(130)
    expect(err).toContain('--resume broken')
    expect(existsSync(join(cwd, 'broken', 'report.json'))).toBe(false)
    const kept = readdirSync(runs).filter(name => name.endsWith('.json'))
    expect(kept.length).toBeGreaterThanOrEqual(20)
    const before = statSync(join(runs, kept[0])).mtimeMs

    await multiview(['verify', '--resume', 'broken', '--workers', '4'], cwd)
    expect(findings(join(cwd, 'broken'))).toBe(findings(join(cwd, 'one')))
    expect(statSync(join(runs, kept[0])).mtimeMs).toBe(before)
  })

  test('is compared with several others in a table', async () => {
    const { status, out } = await multiview(['compare', 'one', 'broken', 'two'], cwd)
    expect(status).toBe(1)
    expect(out).toMatch(
      /^one +preset quick, seed 3, initialScale=0\.0005, members=4\nbroken .*\ntwo +preset quick, seed 4, initialScale=0\.005/,
    )
    expect(out).toMatch(
      /\ntheorem-1-single\n {2}one +0\.\d+ \[.*\n {2}broken +0\.\d+ \[.*\n {2}two +– \[–, –\] +inconclusive\n/,
    )
    expect(out).toMatch(/\ndark-knowledge\n.*\n.*\n {2}two +not in this report\n/)
    const { err } = await multiview(['compare', 'one', 'nowhere'], cwd)
    expect(err).toMatch(
      /^multiview: nowhere: \S+ cannot be read: ENOENT; name the folder of a finished run\.\n$/,
    )
  })

  test('is listed with the runs beside it, finished, unfinished and damaged', async () => {
    mkdirSync(join(cwd, 'deep', 'unfinished'), { recursive: true })
    cpSync(join(cwd, 'one', 'request.json'), join(cwd, 'deep', 'unfinished', 'request.json'))
    mkdirSync(join(cwd, 'damaged'))
    writeFileSync(join(cwd, 'damaged', 'report.json'), '{}')
    const { out } = await multiview(['runs', '.'], cwd)
    expect(out).toMatch(/^folder +kind +of +seed +state +time +result\n/)
    expect(out).toMatch(/^one +report +quick +3 +finished +[\d.]+ s +\d hold/m)
    expect(out).toMatch(
      /^deep\/unfinished +report +quick +3 +unfinished +– +0 results so far; verify --resume/m,
    )
    expect(out).toMatch(/^damaged +report +– +– +damaged +– +damaged\/report\.json is not a report/m)
    const listed = JSON.parse((await multiview(['runs', '.', '--json'], cwd)).out)
    expect(listed.map(({ folder }: { folder: string }) => folder)).toEqual(
      expect.arrayContaining(['one', 'two', 'broken', 'damaged', join('deep', 'unfinished')]),
    )
    expect((await multiview(['runs', 'deep/unfinished/request.json'], cwd)).err).toMatch(
      /is a file; name a folder/,
    )
    mkdirSync(join(cwd, 'empty'))
    expect((await multiview(['runs', 'empty'], cwd)).out).toBe('There is no run of multiview in empty.\n')
  })

  test('can be drawn again from report.json', async () => {
    const page = readFileSync(join(cwd, 'one', 'report.html'), 'utf8')
    const { status } = await multiview(['report', 'one'], cwd)
    expect(status).toBe(0)
    expect(readFileSync(join(cwd, 'one', 'report.html'), 'utf8')).toBe(page)
  })
})

describe('a report', () => {
  const read = (): Report => checkReport(JSON.parse(readFileSync(join(cwd, 'one', 'report.json'), 'utf8')))
  const [single, ensemble, student] = [0, 1, 2]

  test('follows from its draws, and so do the files beside it', async () => {
    await multiview(['report', 'one', '--csv'], cwd)
    const { status, out } = await multiview(['check', 'one'], cwd)
    expect(out).toMatch(/^8 claims: \d\d intervals and 16 verdicts were computed again, and 1\d files/)
    expect(status).toBe(0)
    expect(recomputeReport(read()).unchecked).toEqual([])
  })

  const forge = (change: (claims: Report['claims'], report: Report) => void): string[] => {
    const report = read()
    change(report.claims, report)
    // The checksum of what was forged is its own.
    const forged = reportFromJson(reportToJson(report))
    return recomputeReport(forged).differences.map(({ claim, place }) => `${claim} ${place}`)
  }

  test.each<[what: string, change: Parameters<typeof forge>[0], found: string]>([
    [
      'a value',
      c => {
        c[single].measured.value = 0.5
      },
      'theorem-1-single measured.value',
    ],
    [
      'a limit',
      c => {
        c[single].measured.low = 0.499
      },
      'theorem-1-single measured.low',
    ],
    [
      'a number of draws',
      c => {
        c[single].measured.n = 4000
      },
      'theorem-1-single measured.n',
    ],
    [
      'a level',
      c => {
        c[ensemble].measured.level = 0.5
      },
      'theorem-2-ensemble measured.level',
    ],
    [
      'a draw',
      c => {
        const { draws } = c[single].measured
        if (draws?.rule === 'mean') (draws.values as number[])[0] += 0.01
      },
      'theorem-1-single measured.value',
    ],
    [
      'draws that are left out',
      c => {
        delete c[ensemble].measured.draws
      },
      'theorem-2-ensemble measured',
    ],
    [
      'a method',
      c => {
        c[single].measured.method = 'fieller'
      },
      'theorem-1-single measured.method',
    ],
    [
      'a verdict',
      c => {
        const claim = c[single]
        claim.verdict = claim.verdict === 'holds' ? 'fails' : 'holds'
        claim.reason = claim.verdict === 'holds' ? null : 'it fails'
      },
      'theorem-1-single verdict',
    ],
    [
      'the verdict of a control',
      c => {
        const { control } = c[student]
        control.verdict = control.verdict === 'breaks' ? 'does not break' : 'breaks'
      },
      'theorem-3-distillation control.verdict',
    ],
    [
      'a control',
      c => {
        c[single].control.measured.high = 9
      },
      'theorem-1-single control.measured.high',
    ],
    [
      'a bound',
      c => {
        c[single].bound = { low: 0, high: 2 }
      },
      'theorem-1-single bound.low',
    ],
    [
      'a condition',
      c => {
        const [condition] = c[single].conditions
        condition.met = !condition.met
      },
      'theorem-1-single conditions.[models with training accuracy 1].met',
    ],
    [
      'a statement',
      c => {
        c[single].statement = 'All networks are right.'
      },
      'theorem-1-single statement',
    ],
    [
      'a series',
      c => {
        const series = c[ensemble].series.find(({ role }) => role === 'ensemble-limits')
        if (series?.high) series.high[0] = 0
      },
      'theorem-2-ensemble series.[ensemble-limits].high[0]',
    ],
    [
      'a reason',
      c => {
        const claim = c.find(({ verdict }) => verdict !== 'holds')
        if (claim) claim.reason = 'The disk was full.'
      },
      ' reason',
    ],
  ])('with another %s is found', (_, change, found) => {
    expect(forge(change).join('\n')).toContain(found)
  })

  test('with another table, page or figure is found', async () => {
    cpSync(join(cwd, 'one'), join(cwd, 'forged'), { recursive: true })
    for (const file of ['claims.csv', 'report.html', join('figures', 'theorem-1-single-models.svg')])
      writeFileSync(
        join(cwd, 'forged', file),
        readFileSync(join(cwd, 'forged', file), 'utf8').replace(/0\.\d/, '0.7'),
      )
    const { status, out } = await multiview(['check', join('forged', 'report.json')], cwd)
    expect(status).toBe(1)
    expect(out).toContain('folder  claims.csv  is not what this version writes for the report')
    expect(out).toContain('folder  report.html  is not')
    expect(out).toMatch(/folder {2}figures\S+ {2}is not/)
    expect(out).toMatch(/\n3 differences\.\n$/)
  })

  test('without its draws cannot be checked', () => {
    const without = forge(claims => {
      for (const { measured, control } of claims) {
        delete measured.draws
        delete control.measured.draws
      }
    })
    expect(without).toContain('theorem-1-single measured')
    expect(without).toContain('theorem-4-self-distillation control.measured')
  })
})

test('that is terminated ends with status 143, and says how to resume', async () => {
  const { child, finished } = start(
    ['verify', 'theorem-1-single', ...tinyModels, '--workers', '2', '--out', 'terminated'],
    cwd,
  )
  const runs = join(cwd, 'terminated', 'runs')
  while (!existsSync(runs) || readdirSync(runs).length < 5) await pause(10)
  child.kill('SIGTERM')
  const { status, err } = await finished
  expect(status).toBe(143)
  expect(err).toContain('Resume with: multiview verify --resume terminated')
})

test('more workers than the machine can use start no more threads than it can, with one line', async () => {
  const args = ['verify', 'lemma-tensor-power', '--workers', '300', '--out', 'crowd']
  const { status, err } = await multiview(args, cwd)
  expect(status).toBe(0)
  expect(err).toMatch(/^--workers 300: this machine can use at most \d+; these are started\.\n$/)
  const { environment } = JSON.parse(readFileSync(join(cwd, 'crowd', 'report.json'), 'utf8'))
  expect(environment.workers).toBeLessThan(300)
  expect((await multiview([...args, '--quiet'], cwd)).err).toBe('')
})

test('a claim by itself: --json prints the report alone, plain lines go to standard error', async () => {
  const { status, out, err } = await multiview(
    ['verify', 'lemma-tensor-power', '--json', '--out', 'lemma'],
    cwd,
  )
  expect(status).toBe(0)
  expect(checkReport(JSON.parse(out)).claims.map(claim => claim.id)).toEqual(['lemma-tensor-power'])
  expect(out).toBe(readFileSync(join(cwd, 'lemma', 'report.json'), 'utf8'))
  expect(err).toBe('')
})

test('the summary fits 80 columns and names the folder, which is multiview-report without --out', async () => {
  const { out } = await multiview(['verify', 'lemma-tensor-power', '--quiet'], cwd)
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  expect(out).toContain('1 holds')
  expect(out).toContain(join('multiview-report', 'report.html'))
  expect(existsSync(join(cwd, 'multiview-report', 'report.html'))).toBe(true)
})

test.skipIf(!long)(
  'an ensemble of networks of twenty classes errs on no view, one of shared start does',
  async () => {
    const settings = ['--set', 'k=20', '--set', 'members=12']
    const { status } = await multiview(
      ['verify', 'theorem-2-ensemble', '--seed', '11', '--out', 'ensemble', ...settings],
      cwd,
    )
    expect(status).toBe(0)
    const { claims } = JSON.parse(findings(join(cwd, 'ensemble')))
    expect(claims[0].measured.high).toBeLessThanOrEqual(0.001)
    expect(claims[0].control.verdict).toBe('breaks')
    expect(claims[0].control.measured.value).toBeGreaterThan(0.05)
  },
)
