/** What a worker thread runs: it computes the shares it is sent. */
import { insideThread } from './host.ts'
import { compute, type Share } from './share.ts'

const here = await insideThread()
here.listen(message => compute(message as Share))
here.post('ready')
