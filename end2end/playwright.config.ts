import { defineConfig } from "@playwright/test";

// Started by scripts/e2e.sh, which runs the server and names it and the browser in these variables.
export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  // Several tests wait for half a minute or two, as people do; meanwhile the other works. More than two at a time make
  // two cores so slow that a test fails for that alone.
  workers: 2,
  // A test that passes at the second try has found something: it fails.
  retries: 0,
  forbidOnly: true,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "artifacts/results.json" }]],
  use: {
    baseURL: process.env.REKEY_BASE_URL ?? "http://localhost:3000",
    browserName: "chromium",
    trace: "off",
    // What is not there by then is not coming.
    actionTimeout: 10_000,
    launchOptions: {
      // Unset: Playwright's own Chromium.
      executablePath: process.env.CHROMIUM_PATH || undefined,
      args: [
        "--headless",
        // Root, as in most containers, has no sandbox.
        "--no-sandbox",
        "--disable-gpu",
        // The tests talk to loopback only; without these Chromium looks up hosts of its maker at every start.
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
