/** Milliseconds of one call, from as many as fill `atLeastMs`. */
export type Sampler = (atLeastMs: number) => Promise<number>;
/** Samples a function; one that returns a promise is waited for, call by call. */
export declare const sampler: (run: () => unknown) => Sampler;
//# sourceMappingURL=timing.d.ts.map