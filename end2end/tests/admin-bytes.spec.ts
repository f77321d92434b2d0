import { brotliCompressSync } from "node:zlib";
import { admin } from "../fixtures/people";
import { expect, test } from "../fixtures/test";

const KIB = 1024;
/** Most bytes of each part on a first visit, compressed with brotli. */
const BUDGET: Record<string, number> = { html: 20 * KIB, css: 12 * KIB, js: 6 * KIB };

/** Kind of a part, by what the server says it is. */
const kindOf = (type: string) => ["html", "css", "javascript", "wasm", "svg"].find((kind) => type.includes(kind)) ?? type;

test("an organization's pages load no program, and few bytes", async ({ arrives, page }) => {
  const boss = arrives(admin);
  await boss.comesIn();
  await boss.goes("/org");
  const around = page.getByRole("navigation", { name: "Organization" }).getByRole("link");
  const paths = await around.evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(paths.length).toBeGreaterThan(0);
  for (const path of paths) {
    // A context of its own has nothing in its cache.
    const fresh = await page.context().browser()!.newContext({ storageState: await page.context().storageState() });
    const parts: Record<string, number> = {};
    const visit = await fresh.newPage();
    const reads: Promise<void>[] = [];
    visit.on("response", (answer) => {
      const kind = kindOf(answer.headers()["content-type"] ?? "");
      // The icon of the tab comes whenever the browser likes, also after the page was closed.
      if (kind === "svg") return;
      reads.push(answer.body().then((body) => void (parts[kind] = (parts[kind] ?? 0) + brotliCompressSync(body).length)));
    });
    await visit.goto(path, { waitUntil: "networkidle" });
    await Promise.all(reads);
    await fresh.close();
    expect(parts["wasm"], `${path} loads the program`).toBeUndefined();
    expect(Object.keys(parts), path).toEqual(expect.arrayContaining(["html", "css", "javascript"]));
    expect(parts["html"], `${path}: HTML`).toBeLessThan(BUDGET["html"]!);
    expect(parts["css"], `${path}: CSS`).toBeLessThan(BUDGET["css"]!);
    expect(parts["javascript"], `${path}: scripts`).toBeLessThan(BUDGET["js"]!);
  }
});
