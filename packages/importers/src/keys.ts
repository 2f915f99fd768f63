/**
 * Makes keys (ids) from texts, each only once: `Sign the contract` becomes `sign_the_contract`, its second
 * `sign_the_contract_2`. Letters without a Latin base are left out; what has none left is called `fallback`.
 * @param reserved keys that are not to be made
 */
export function keyMaker(reserved: string[] = []): (text: string, fallback: string) => string {
  const taken = new Set(reserved)
  return (text, fallback) => {
    const base = keyOf(text) || fallback
    let key = base
    for (let n = 2; taken.has(key); n += 1) key = `${base}_${n}`
    taken.add(key)
    return key
  }
}

/** Long enough to be told apart, short enough to be typed; the limit of a key itself is 63. */
const maxLength = 40

function keyOf(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]/g, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  let key = ''
  for (const word of words) {
    const longer = key ? `${key}_${word}` : word
    if (longer.length > maxLength) break
    key = longer
  }
  key ||= (words[0] ?? '').slice(0, maxLength)
  return /^[a-z]/.test(key) || key === '' ? key : `n${key}`
}
