// What the first visit to the sign-in page costs, in bytes compressed with brotli at its best. Fails above the budget.
import { brotliCompressSync, constants } from "node:zlib";
import { withServer } from "./server.mjs";

const BUDGET = 230 * 1024;
const PAGE = "/sign-in";

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;

// Every quoted string that ends like a part of the site: links, scripts, and the data attributes of the boot script.
const partsOfPage = (html) => [...html.matchAll(/["'=]([^"'\s<>=()]+\.(?:css|js|wasm))(?=["'\s>])/g)].map((m) => m[1]);
// What a script loads at once: its static imports. Lazy chunks are `import(…)` and no part of the first visit.
const partsOfScript = (text) =>
  [...text.matchAll(/(?:\bfrom|\bimport)\s*["']((?:\.{0,2}\/)[^"']+\.js)["']/g)].map((m) => m[1]);

async function get(url) {
  const answer = await fetch(url, { headers: { "accept-encoding": "identity", accept: "text/html,*/*" } });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

async function measure(base) {
  const page = new URL(PAGE, base);
  const rows = [];
  const faults = [];
  const seen = new Set();
  const visit = async (url) => {
    if (seen.has(url.href)) return;
    seen.add(url.href);
    if (url.origin !== page.origin) return void faults.push(`${url.href} is on another host`);
    const bytes = await get(url);
    rows.push({ path: url.pathname, raw: bytes.length, brotli: brotli(bytes) });
    const text = () => bytes.toString("utf8");
    if (url === page) for (const part of partsOfPage(text())) await visit(new URL(part, url));
    if (url.pathname.endsWith(".js")) for (const part of partsOfScript(text())) await visit(new URL(part, url));
    if (url.pathname.endsWith(".css") && text().trimEnd().includes("\n")) faults.push(`${url.pathname} is not minified`);
  };
  await visit(page);
  for (const kind of ["css", "js", "wasm"])
    if (!rows.some((row) => row.path.endsWith(`.${kind}`))) faults.push(`${PAGE} names no .${kind} file`);
  return { rows, faults };
}

const { rows, faults } = await withServer(({ url }) => measure(url));
const total = rows.reduce((sum, row) => sum + row.brotli, 0);
const line = (path, raw, small) => console.log(path.padEnd(48), String(raw).padStart(10), String(small).padStart(10));
line("first visit", "bytes", "brotli");
for (const row of rows) line(row.path, row.raw, row.brotli);
line("total", rows.reduce((sum, row) => sum + row.raw, 0), total);
console.log(`${(total / 1024).toFixed(1)} KiB of ${BUDGET / 1024} KiB`);
if (total > BUDGET) faults.push(`the first visit is ${total - BUDGET} bytes above its budget`);
for (const fault of faults) console.error(`budget: ${fault}`);
process.exitCode = faults.length ? 1 : 0;
