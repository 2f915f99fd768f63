import { useCallback, useState } from 'react'

/** A setting of this browser alone, such as whether the rail is folded. Forgotten where storage is switched off. */
export function useLocalSetting(name: string, initial: string): [string, (value: string) => void] {
  const [value, setValue] = useState(() => {
    try {
      return localStorage.getItem(`baton-${name}`) ?? initial
    } catch {
      return initial
    }
  })
  const save = useCallback(
    (next: string) => {
      setValue(next)
      try {
        localStorage.setItem(`baton-${name}`, next)
      } catch {
        // Storage is full or switched off: it holds until the page is left.
      }
    },
    [name],
  )
  return [value, save]
}
