import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** `npm run dev` serves the sources and hands calls of the API to the server of `npm start`. */
export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: [{ find: /^typebox$/, replacement: fileURLToPath(new URL('src/lib/schemas-stand-in.ts', import.meta.url)) }],
  },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  build: {
    target: 'es2022',
    manifest: true,
    sourcemap: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
})
