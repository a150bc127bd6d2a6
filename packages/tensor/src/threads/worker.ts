/** What a worker thread runs: it computes the shares it is sent. */
import { insideThread } from './host.ts'
import { compute, type ProductShare } from './product-share.ts'
import { computeStepInWorker, type StepShare } from './step-share.ts'

const here = await insideThread()
here.listen(message => {
  const share = message as ProductShare | StepShare
  if (share.kind === 'product') compute(share)
  else computeStepInWorker(share)
})
here.post('ready')
