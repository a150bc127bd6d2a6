import { SettingError, type Settings } from '@multiview/network'

/**
 * Claims that compare with the lottery of the views need one: q > 2, several neurons, and features
 * of other classes.
 */
export const needsLottery = ({ power, neurons, otherFeatureRate }: Settings): void => {
  if (!(power > 2))
    throw new SettingError('power', power, 'above 2 for this claim: at q = 2 there is no lottery')
  if (neurons < 2)
    throw new SettingError('neurons', neurons, 'at least 2 for this claim: the margin 1 + 1/log² m needs it')
  if (!(otherFeatureRate > 0))
    throw new SettingError(
      'otherFeatureRate',
      otherFeatureRate,
      'above 0 for this claim: without competitors nothing fails',
    )
}
