import { describe, expect, test } from 'vitest'
import { merge, optionSettings } from './options.ts'

describe('options of an environment', () => {
  test('are the same whatever the order in which they were said', () => {
    const one = optionSettings({ 'aws:autoscaling:asg': { MinSize: 1, MaxSize: 2 }, 'aws:ec2:vpc': { VPCId: 'v' } })
    const other = optionSettings({ 'aws:ec2:vpc': { VPCId: 'v' }, 'aws:autoscaling:asg': { MaxSize: 2, MinSize: 1 } })
    expect(one).toEqual(other)
    expect(one[0]).toEqual({ namespace: 'aws:autoscaling:asg', optionName: 'MaxSize', value: '2' })
  })

  test('of several schedules stand beside each other by their names', () => {
    const at = { MinSize: 0 }
    expect(optionSettings({ 'aws:autoscaling:scheduledaction Sleep': at })).toEqual([
      { namespace: 'aws:autoscaling:scheduledaction', optionName: 'MinSize', value: '0', resourceName: 'Sleep' },
    ])
  })

  test('that are absent are left out', () => {
    expect(optionSettings({ 'aws:elasticbeanstalk:application:environment': { A: undefined, B: '' } })).toHaveLength(1)
  })

  test('that Beanstalk does not have are refused', () => {
    expect(() => optionSettings({ 'aws:autoscaling:group': {} })).toThrow(/no namespace aws:autoscaling:group/)
    expect(() => optionSettings({ 'aws:autoscaling:asg': { Min: 1 } })).toThrow(/has no option Min/)
  })

  test('said later count', () => {
    const asg = (MinSize: number) => ({ 'aws:autoscaling:asg': { MinSize, MaxSize: 9 } })
    expect(merge(asg(1), { 'aws:autoscaling:asg': { MinSize: 2 } })).toEqual(asg(2))
  })
})
