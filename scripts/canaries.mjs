// Looks for secrets in a server's log: node canaries.mjs LOG CANARIES
// CANARIES has one a line, written down by the browser tests: codes, passwords, tokens, full numbers that they saw.
import { readFileSync } from "node:fs";

const AT_LEAST = 20;
const [logFile, canariesFile] = process.argv.slice(2);
const log = readFileSync(logFile);
const canaries = new Set(
  readFileSync(canariesFile, "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.length >= 6),
);

// A secret may be logged as the browser sent it, or without the grouping that only people need.
const spellings = (canary) =>
  new Set([
    canary,
    encodeURIComponent(canary),
    new URLSearchParams([["", canary]]).toString().slice(1),
    ...(canary.length >= 10 ? [canary.replace(/[\s-]/g, ""), canary.replace(/[\s+-]/g, "")] : []),
  ]);

const isDigit = (byte) => byte >= 0x30 && byte <= 0x39;
// Letters, digits and `-`; from 0x80 on, parts of letters such as the µ of a duration.
const isWord = (byte) => isDigit(byte) || (byte | 32) - 0x61 >>> 0 < 26 || byte === 0x2d || byte >= 0x80;
const isDot = (byte) => byte === 0x2e;

// Six digits stand in a detailed log by chance too, inside of times, ports and ids: a code stands alone.
const standsAlone = (from, to) =>
  !isWord(log[from - 1]) &&
  !isWord(log[to]) &&
  !(isDot(log[from - 1]) && isDigit(log[from - 2])) &&
  !(isDot(log[to]) && isDigit(log[to + 1]));

function find(canary) {
  const isCode = /^\d{6,8}$/.test(canary);
  for (const spelling of spellings(canary)) {
    const bytes = Buffer.from(spelling);
    for (let at = log.indexOf(bytes); at >= 0; at = log.indexOf(bytes, at + 1))
      if (!isCode || standsAlone(at, at + bytes.length)) return at;
  }
  return -1;
}

const lineOf = (at) => log.subarray(0, at).reduce((lines, byte) => lines + (byte === 0x0a ? 1 : 0), 1);

let leaks = 0;
for (const canary of canaries) {
  const at = find(canary);
  if (at < 0) continue;
  leaks += 1;
  // Not the secret itself: this output is a log as well.
  console.error(`canary ${canary.slice(0, 2)}… (${canary.length} characters) is in the log, line ${lineOf(at)}`);
}
console.log(`${canaries.size} canaries looked for in ${log.length} bytes of log, ${leaks} found`);
if (canaries.size < AT_LEAST) console.error(`canaries: fewer than ${AT_LEAST}, the tests did not write down what they saw`);
if (log.length === 0) console.error("canaries: the log is empty, nothing was looked at");
process.exitCode = leaks || canaries.size < AT_LEAST || log.length === 0 ? 1 : 0;
