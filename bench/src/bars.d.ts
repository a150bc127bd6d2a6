/** The numbers this project set itself, each judged on the rows of one run. */
import type { Row } from './measure.ts';
/** A figure and the bar it had. */
export interface Judgement {
    readonly what: string;
    readonly value: number;
    readonly bar: string;
    readonly met: boolean;
}
/** The bars whose rows were measured. */
export declare const judge: (rows: readonly Row[]) => Judgement[];
//# sourceMappingURL=bars.d.ts.map