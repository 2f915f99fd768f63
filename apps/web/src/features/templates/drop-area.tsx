import { IconFileImport } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import classes from './templates.module.css'

const readable = /\.(ya?ml|md|markdown)$/i

/** Takes files that are dropped anywhere on the page. What dragging does, a button does too. */
export function DropArea({
  onFiles,
  label,
  children,
}: {
  onFiles: (files: File[]) => void
  label: string
  children: ReactNode
}) {
  const [over, setOver] = useState(false)
  useEffect(() => {
    // Each element on the way says that the pointer entered and left it; only the difference tells where it is.
    let depth = 0
    const withFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const listen = {
      dragenter: (event: DragEvent) => withFiles(event) && setOver(++depth > 0),
      dragleave: (event: DragEvent) => withFiles(event) && setOver(--depth > 0),
      dragover: (event: DragEvent) => withFiles(event) && event.preventDefault(),
      drop: (event: DragEvent) => {
        if (!withFiles(event)) return
        event.preventDefault()
        depth = 0
        setOver(false)
        const files = [...(event.dataTransfer?.files ?? [])]
        const fitting = files.filter(({ name }) => readable.test(name))
        if (files.length > 0) onFiles(fitting.length > 0 ? fitting : files)
      },
    }
    for (const [name, handler] of Object.entries(listen)) window.addEventListener(name, handler as EventListener)
    return () => {
      for (const [name, handler] of Object.entries(listen)) window.removeEventListener(name, handler as EventListener)
    }
  }, [onFiles])
  return (
    <>
      {children}
      {over && (
        <div className={classes.drop} aria-hidden>
          <IconFileImport size={32} />
          {label}
        </div>
      )}
    </>
  )
}
