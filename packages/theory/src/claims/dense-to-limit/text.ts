import type { ClaimText } from '../claim.ts'

export const text: ClaimText = {
  title: 'The network in R^d tends to its limit',
  statement:
    'At a fixed time in phase I the network in R^d and its limit of orthogonal noise, started ' +
    'from the same correlations on the same data, have a distance that falls as d^{−1/2}: log ' +
    'distance against log d has the slope −0.5 ± 0.15.',
  source:
    'Derived from the model of Allen-Zhu and Li, ICLR 2023: distinct noise vectors correlate as ' + '1/√d',
  explanation: {
    quantity: 'slope of log distance against log d',
    why:
      'Nearly all claims here are computed in the limit of many dimensions, in which the noise ' +
      'of different patches does not overlap. In d dimensions two random directions overlap by ' +
      'about 1/√d, so a network there should differ from the limit by as much, and four times ' +
      'the dimension should halve the difference.',
  },
  control: {
    id: 'another-initialization',
    statement:
      'The limit started from the correlations of other weights on the same data: it does not ' +
      'come nearer.',
  },
}
