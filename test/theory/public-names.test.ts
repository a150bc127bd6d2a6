/** The names that users can import. Every change of these lists is a change for users. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const entries = {
  '.': () => import('@multiview/theory'),
  './statistics': () => import('@multiview/theory/statistics'),
  './verdict': () => import('@multiview/theory/verdict'),
  './report': () => import('@multiview/theory/report'),
  './figures': () => import('@multiview/theory/figures'),
  './page': () => import('@multiview/theory/page'),
  './cli': () => import('@multiview/theory/cli'),
}

const namesOf = async (entry: keyof typeof entries): Promise<string> =>
  Object.keys(await entries[entry]())
    .sort()
    .join(' ')

test('the main entry', async () => {
  expect(await namesOf('.')).toMatchInlineSnapshot(
    `"allPerfect asCheck atLeast atMost averageOutputs betaTails cellsOf checkClaimSweep checkReport checkRequest checkSweep claims claimsCsv claimsOf closedFormTensorPower compareReports decode defineClaim departuresFromDefinition encode ensembles ensemblesOfOneStart environmentOf equals errorInUnitsOfMu errorLimits errorOf errorOfViews estimateFrom execute expectedEnsembleError fewestDraws fileStore fittedSlope inlinePool inside iterateTensorPower judge judgeClaim judgeControl knownShare largestGrowth levelIn levelOfEach liesWithin mean meanInterval meanIntervalRefusal meanLimits meanSequence measuredMean measuredMeanOneSided measuredRatio measurements measurementsOf median membersOf modelsByDataSet needsDistillation needsLottery needsReduced normalCdf oddsOfViewOne ofError ofShare ofSize ofTests powerOfAll powerOfMean powerOfShare powersOf presets proportionInterval proportionLimits proportionSequence rankSeparation ratePatterns ratioLimits ratioRefusal readReport recomputeReport redrawReport registerTaskKind renderReport reportFromJson reportOf reportToJson scheduler series seriesCsv seriesOfDraws seriesOfOne settingsOf shareOf shareOfBoth sizeIn studentTCdf studentTQuantile sum sweep sweepClaims teachersOf tensorPowerTime testModels testReduced unopposed variance verify version workerPool writeReport"`,
  )
})

test('the entries beside it', async () => {
  expect(await namesOf('./statistics')).toMatchInlineSnapshot(
    `"betaTails fewestDraws fittedSlope levelOfEach mean meanInterval meanIntervalRefusal meanLimits meanSequence median normalCdf powerOfMean powerOfShare proportionInterval proportionLimits proportionSequence rankSeparation ratioLimits ratioRefusal studentTCdf studentTQuantile sum variance"`,
  )
  expect(await namesOf('./verdict')).toMatchInlineSnapshot(`"judge judgeClaim judgeControl placeOf"`)
  expect(await namesOf('./report')).toMatchInlineSnapshot(
    `"checkReport claimsCsv compareReports readReport recomputeReport redrawReport renderReport reportFromJson reportToJson seriesCsv writeBibtex writeCsv writeLatex writeReport"`,
  )
  expect(await namesOf('./figures')).toMatchInlineSnapshot(
    `"draw drawable figureWidth groupsFigure light linesFigure points scatterFigure seriesOf windowFigure"`,
  )
  expect(await namesOf('./page')).toMatchInlineSnapshot(
    `"Markup decadeLabel decades draw drawable figureWidth html light style superscript sweepFigure withVariables"`,
  )
  expect(await namesOf('./cli')).toMatchInlineSnapshot(
    `"InputError complaint parseCommand reportFolder resumeHint summary verbs wantsColours"`,
  )
})

test('every entry of the manifest is pinned', () => {
  const manifest = new URL('../../packages/theory/package.json', import.meta.url)
  const { exports } = JSON.parse(readFileSync(manifest, 'utf8'))
  expect(Object.keys(exports).filter(name => name !== './package.json')).toEqual(Object.keys(entries))
})
