import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

// The server embeds what is built into `../build/pages`. Nothing is loaded from elsewhere, and no
// code or style is inline, as the Content-Security-Policy requires.
export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: '../build/pages',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
})
