/** The rows as text: one block a case, fastest first. */
import type { Judgement } from './bars.ts';
import type { Machine } from './machine.ts';
import type { Row } from './measure.ts';
export declare const machineText: (on: Machine) => string;
export declare const caseText: (rows: readonly Row[]) => string;
export declare const barsText: (judgements: readonly Judgement[]) => string;
//# sourceMappingURL=table.d.ts.map