/**
 * How well a text fits what was typed, letters in order but not necessarily side by side; higher is better.
 * @returns undefined when it does not fit
 */
export function fit(text: string, typed: string): number | undefined {
  const [hay, needle] = [plain(text), plain(typed).replaceAll(' ', '')]
  if (needle === '') return 0
  const whole = hay.replaceAll(' ', '').indexOf(needle)
  let score = whole === 0 ? 100 : whole > 0 ? 50 : 0
  let at = -1
  for (const letter of needle) {
    const next = hay.indexOf(letter, at + 1)
    if (next < 0) return undefined
    const startsWord = next === 0 || hay[next - 1] === ' '
    score += (next === at + 1 ? 3 : 0) + (startsWord ? 5 : 0)
    at = next
  }
  return score - hay.length / 100
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
