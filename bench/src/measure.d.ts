/** Measures one case: every library in turn, again and again, so that a slow moment of the machine meets them all. */
import type { Peer } from './peer.ts';
import { type Case } from './workload.ts';
/** A row of the bench's JSON. */
export interface Row {
    readonly suite: string;
    readonly case: string;
    readonly impl: string;
    readonly version: string;
    readonly threads: number;
    readonly medianMs: number;
    readonly minMs: number;
    readonly maxMs: number;
    readonly runs: number;
    readonly gflops: number;
}
export interface Effort {
    readonly rounds: number;
    /** One sample takes at least this. */
    readonly sampleMs: number;
    /** A library that would need more than this for one call is left out of the case. */
    readonly mostMs: number;
    /** A library that has spent this on a case is asked for no further sample of it. */
    readonly spentMs: number;
    /** After this no round begins beyond the least number of them. */
    readonly caseMs: number;
    readonly leastRounds: number;
}
export declare const measure: (one: Case, peers: readonly Peer[], effort: Effort) => Promise<Row[]>;
//# sourceMappingURL=measure.d.ts.map