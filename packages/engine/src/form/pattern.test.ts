import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compilePattern, matches } from './pattern.ts'

test.each<[pattern: string, text: string, matched: boolean]>([
  ['', '', true],
  ['', 'a', false],
  ['abc', 'abc', true],
  ['abc', 'abcd', false],
  ['^abc$', 'abc', true],
  ['a|b|', '', true],
  ['^a|b$', 'b', true],
  ['[A-Z]{2}\\d{4}', 'CH1234', true],
  ['[A-Z]{2}\\d{4}', 'CH123', false],
  ['a{2,3}', 'aaaa', false],
  ['a{2,}', 'aaaa', true],
  ['a{0}', '', true],
  ['(?:ab)+?', 'abab', true],
  ['[^abc]', 'd', true],
  ['[^abc]', 'b', false],
  ['[a\\-z]+', 'a-z', true],
  ['[-a]+', '-a', true],
  ['[\\d.]+', '1.5', true],
  ['[]', 'a', false],
  ['.', '\n', false],
  ['.', '🚀', true],
  ['🚀?x', 'x', true],
  ['\\p{Lu}\\p{L}*', 'Über', true],
  ['\\u00dc\\x62er', 'Über', true],
  ['\\$\\d+\\.\\d{2}', '$10.50', true],
  ['(a|ab)(c|bcd)', 'abcd', true],
  ['(a*)*', 'aaa', true],
  ['(a*)+b', 'aaa', false],
  ['a$b', 'ab', false],
])('%s and “%s” match: %s', (pattern, text, matched) => {
  expect(compilePattern(pattern)).not.toHaveProperty('fault')
  expect(matches(pattern, text)).toBe(matched)
})

test.each([
  ['(', '“)” is missing (at character 2)'],
  [')', '“)” closes nothing (at character 1)'],
  ['[a', 'it ends too early (at character 4)'],
  ['[b-a]', 'a range goes from the lower character to the higher (at character 5)'],
  ['*', '“*” has nothing to repeat; write “\\*” for the character itself (at character 1)'],
  ['a**', 'a repetition cannot be repeated; put it in parentheses (at character 3)'],
  ['a{x}', '“{” needs a count; write “\\{” for the character itself (at character 3)'],
  ['a{3,2}', '{3,2} counts backwards (at character 7)'],
  ['a{1001}', 'counts go up to 1000 (at character 7)'],
  ['(a)\\1', 'references to groups are not understood (at character 5)'],
  ['(?=a)', 'of the groups that begin with “(?”, only “(?:” is understood (at character 2)'],
  ['(?<!a)b', 'of the groups that begin with “(?”, only “(?:” is understood (at character 2)'],
  ['(?<name>a)', 'of the groups that begin with “(?”, only “(?:” is understood (at character 2)'],
  ['\\bword', '“\\b” is not understood (at character 2)'],
  ['\\p{Nothing}', '\\p{Nothing} is not known (at character 12)'],
  ['((a{100}){100}){100}', 'its repetitions make it too large; use smaller counts'],
  ['a\\', 'it ends too early (at character 4)'],
])('%s is refused: %s', (pattern, fault) => {
  expect(compilePattern(pattern)).toEqual({ fault })
})

describe('no pattern takes long', () => {
  test.each([
    '(a+)+',
    '(a|a)*',
    '(a|aa)+',
    'a*a*a*a*a*a*a*a*',
    '(.*)*x',
    '((a{1,9}){1,9}){1,9}',
    '(((((){1000}){1000}){1000}){1000})',
  ])('%s against two thousand times “a” and a “b”', (pattern) => {
    const start = performance.now()
    matches(pattern, `${'a'.repeat(2000)}b`)
    expect(performance.now() - start).toBeLessThan(500)
  })
})

test('what is understood means what it means everywhere', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '(?:ab|a)', '(b|)')
  const part = fc.tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '*?')).map((both) => both.join(''))
  const pattern = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(''))
  const both = fc.tuple(pattern, pattern).map(([one, other]) => (one.length % 2 ? `${one}|${other}` : one))
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', '-'), maxLength: 6 })
  fc.assert(
    fc.property(both, text, (source, value) => {
      expect(matches(source, value)).toBe(new RegExp(`^(?:${source})$`, 'u').test(value))
    }),
    { numRuns: 2000 },
  )
})

test('anything at all is either understood or refused', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab()[]{}*+?|^$\\-,12px.'), maxLength: 30 }),
      fc.string(),
      (pattern, text) => {
        expect(typeof matches(pattern, text)).toBe('boolean')
      },
    ),
    { numRuns: 2000 },
  )
})
