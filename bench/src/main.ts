/** `npm run bench`. */
import { runBench } from './command.ts'

process.exit(await runBench(process.argv.slice(2)))
