import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Stands in for the desktop host in tests and in `npm run fixtures`. Never part of a production build. */
const fakeHost = fileURLToPath(new URL("./src/ipc/fake/core.ts", import.meta.url));

/** The fonts are on the disk: a moment without letters is better than other letters that then jump. */
const fontsBlock: Plugin = {
  name: "fonts-block",
  enforce: "pre",
  transform: (code, id) =>
    id.includes("@fontsource-variable") && id.endsWith(".css")
      ? code.replaceAll("font-display: swap", "font-display: block")
      : undefined,
};

export default defineConfig(({ mode }) => ({
  // Relative URLs work under the window's own scheme as well as in a plain browser.
  base: "./",
  plugins: [fontsBlock, react()],
  resolve: {
    alias:
      mode === "fixtures" || mode === "test" ? [{ find: "@tauri-apps/api/core", replacement: fakeHost }] : [],
  },
  build: {
    outDir: mode === "fixtures" ? "node_modules/.fixtures" : "dist",
    emptyOutDir: true,
    // The content security policy allows no data: fonts, so nothing may be inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
  },
  clearScreen: false,
  server: { port: 5173, strictPort: true, host: "127.0.0.1" },
  test: {
    environment: "jsdom",
    setupFiles: ["./tests/setup.ts"],
    include: ["tests/**/*.test.{ts,tsx}", "src/**/*.test.{ts,tsx}"],
    css: false,
    // Every test puts its own world up and away again (tests/setup.ts): the files can share what takes long to load.
    isolate: false,
    testTimeout: 20_000,
  },
}));
