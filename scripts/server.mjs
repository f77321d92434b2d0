// Starts the release binary for a measurement: loopback, a free port, an empty temporary database. Ended by its pid.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** Runs `work({ url, pid, startMs })` against a fresh server. `prefix` is a command to run it under, as taskset. */
export async function withServer(work, prefix = []) {
  const home = await mkdtemp(join(tmpdir(), "rekey-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const [command, ...args] = [...prefix, join(root, "target/release/rekey"), "serve", "--demo"];
  const started = performance.now();
  let log = "";
  const server = spawn(command, args, {
    cwd: root,
    env: {
      ...process.env,
      LEPTOS_SITE_ADDR: `127.0.0.1:${port}`,
      REKEY_PUBLIC_URL: `http://localhost:${port}`,
      REKEY_DATABASE_URL: `sqlite://${home}/rekey.db?mode=rwc`,
      RUST_LOG: "warn",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (part) => (log = (log + part).slice(-20_000)));
  const over = new Promise((done) => {
    server.once("exit", done);
    server.once("error", (error) => ((log += error), done()));
  });
  let running = true;
  over.then(() => (running = false));
  try {
    const ready = async () => (await fetch(`${url}/health/ready`).catch(() => null))?.status === 200;
    while (!(await ready())) {
      if (!running) throw new Error(`the server ended before it was ready:\n${log}`);
      if (performance.now() - started > 60_000) throw new Error(`the server was not ready within 60 s:\n${log}`);
      await new Promise((done) => setTimeout(done, 10));
    }
    return await work({ url, pid: server.pid, startMs: performance.now() - started });
  } finally {
    if (running) server.kill("SIGTERM");
    const patience = setTimeout(() => server.kill("SIGKILL"), 10_000);
    await over;
    clearTimeout(patience);
    await rm(home, { recursive: true, force: true });
  }
}
