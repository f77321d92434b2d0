// How fast the release build is here: start, memory, pages and password checks a second, with a demo database.
// With two cores or more the server has one to itself and the load comes from another, so figures are per core.
import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { Agent, request } from "node:http";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { withServer } from "./server.mjs";

const SECONDS = Number(process.env.REKEY_BENCH_SECONDS ?? 5);
const CONNECTIONS = 16;

function send(agent, url, { method = "GET", headers = {}, body } = {}) {
  return new Promise((done, fail) => {
    const call = request(url, { agent, method, headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }));
    });
    call.on("error", fail);
    call.end(body);
  });
}

/** Sends what `next()` makes over some connections at once, for a while; counts answers by status. */
async function load(next, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times = [];
  const statuses = {};
  const end = performance.now() + SECONDS * 1000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < end) {
        const from = performance.now();
        const { status } = await send(agent, ...next());
        times.push(performance.now() - from);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    }),
  );
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
  const answers = Object.entries(statuses).map(([status, count]) => `${status}: ${count}`).join(", ");
  return `${(times.length / SECONDS).toFixed(0).padStart(7)}/s   p50 ${at(0.5)} ms, p99 ${at(0.99)} ms   (${answers})`;
}

// The sign-in form as a browser without JavaScript would send it, whatever its hidden fields are called.
function signInForm(html, page) {
  const found = (html.match(/<form[^>]*>[\s\S]*?<\/form>/g) ?? []).find((text) => /type="?password/.test(text));
  if (!found) throw new Error("the sign-in page has no form with a password");
  const attribute = (tag, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  const fields = [...found.matchAll(/<input[^>]*>/g)].map(([tag]) => ({
    name: attribute(tag, "name"),
    type: attribute(tag, "type") ?? "text",
    value: attribute(tag, "value") ?? "",
  }));
  return { action: new URL(attribute(found, "action") ?? "", page), fields };
}

function memory(pid) {
  const kib = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return `${(Number(kib) / 1024).toFixed(0)} MiB`;
}

const pinned = cpus().length > 1 && process.platform === "linux";
if (pinned) execFileSync("taskset", ["-p", "-c", "1", String(process.pid)]);
const row = (name, value) => console.log(name.padEnd(36), value);

await withServer(
  async ({ url, pid, startMs }) => {
    const page = `${url}/sign-in`;
    const binary = statSync(fileURLToPath(new URL("../target/release/rekey", import.meta.url)));
    row("size of the binary", `${(binary.size / 2 ** 20).toFixed(1)} MiB`);
    row("start with 206 demo people", `${startMs.toFixed(0)} ms`);
    if (process.platform === "linux") row("memory when idle", memory(pid));
    row("/health/live", await load(() => [`${url}/health/live`], CONNECTIONS));
    row("/sign-in, rendered", await load(() => [page], CONNECTIONS));

    const first = await send(undefined, page);
    const { action, fields } = signInForm(first.text, page);
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      cookie: (first.headers["set-cookie"] ?? []).map((cookie) => cookie.split(";")[0]).join("; "),
      origin: url,
      referer: page,
      "sec-fetch-site": "same-origin",
    };
    let count = 0;
    // Addresses nobody has: they do the same work, and no person's limits are reached.
    const attempt = () => {
      const person = `bench-${(count += 1)}@nobody.example`;
      const value = ({ type, value }) => (type === "password" ? "correct horse battery staple" : type === "hidden" ? value : person);
      const body = new URLSearchParams(fields.filter((field) => field.name).map((field) => [field.name, value(field)]));
      return [action, { method: "POST", headers, body: body.toString() }];
    };
    row("password checks", await load(attempt, 4));
    if (process.platform === "linux") row("memory after that", memory(pid));
  },
  pinned ? ["taskset", "-c", "0"] : [],
);
