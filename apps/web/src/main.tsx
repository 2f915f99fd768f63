import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import './app/global.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { ApiError } from './lib/api.ts'
import { startI18n } from './lib/i18n.ts'
import { isPartMissing } from './lib/lazy-part.ts'

startI18n()
createRoot(document.getElementById('root')!, {
  onCaughtError(error, { componentStack }) {
    // What the page explains to whoever sees it is no fault of ours to look into.
    if (error instanceof ApiError || isPartMissing(error)) return
    console.error(error, componentStack)
  },
}).render(<App />)
