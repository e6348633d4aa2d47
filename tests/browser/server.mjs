// Starts the built server on a free port with a data directory of its own, and takes both away again.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BINARY = process.env.COTERIE_BIN ?? resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target", "debug/coterie");
const START_SECONDS = 30;
const STOP_SECONDS = 10;
const DAY = 86_400_000;

/**
 * Runs `coterie serve` and waits until it answers. With `demo` the demo company stands in it, and its login lines
 * come back as `demoLines`. `stop()` ends the server, removes its data, and fails when the server had ended by itself.
 */
export async function startServer({ demo = false, binary = BINARY } = {}) {
  if (!existsSync(binary)) {
    throw new Error(`${binary} does not exist. The server is not built. Run ./test, or cargo build -p coterie.`);
  }
  const data = await mkdtemp(join(tmpdir(), "coterie-browser-"));
  try {
    const demoLines = demo ? await copyDemo(binary, data) : [];
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const server = start(binary, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`]);
    try {
      await answers(url, server);
    } catch (problem) {
      server.child.kill("SIGKILL");
      throw problem;
    }
    return { url, data, demoLines, said: () => server.said(), stop: () => stop(server, data) };
  } catch (problem) {
    await rm(data, { recursive: true, force: true });
    throw problem;
  }
}

/**
 * Puts the demo company into `data`. It is written once for each build and day, and copied from then on: files that run
 * side by side would otherwise each write two years.
 */
async function copyDemo(binary, data) {
  const { mtimeMs, size } = await stat(binary);
  const day = new Date().toISOString().slice(0, 10);
  const key = createHash("sha256").update(`${binary} ${mtimeMs} ${size} ${day}`).digest("hex").slice(0, 16);
  const kept = join(tmpdir(), `coterie-demo-${key}`);
  if (!existsSync(kept)) {
    await forgetOldDemos();
    const fresh = await mkdtemp(join(tmpdir(), "coterie-demo-"));
    try {
      const lines = await run(binary, ["demo", "--data", join(fresh, "data")]);
      await writeFile(join(fresh, "lines.json"), JSON.stringify(lines));
      // Whoever comes second keeps what the first has made.
      await rename(fresh, kept).catch((problem) => { if (!existsSync(kept)) throw problem; });
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  }
  await cp(join(kept, "data"), data, { recursive: true });
  return JSON.parse(await readFile(join(kept, "lines.json"), "utf8"));
}

async function forgetOldDemos() {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith("coterie-demo-")) continue;
    const folder = join(tmpdir(), name);
    const found = await stat(folder).catch(() => null);
    if (found && Date.now() - found.mtimeMs > DAY) await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the binary to its end; its lines on standard output come back. Fails with what it said when it fails. */
export async function run(binary, words) {
  const program = start(binary, words);
  const code = await program.ended;
  if (code !== 0) throw new Error(`coterie ${words.join(" ")} ended with ${code}:\n${program.said()}`);
  return program.output().split("\n").filter((line) => line.trim());
}

function start(binary, words) {
  const child = spawn(binary, words, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let all = "";
  child.stdout.on("data", (bytes) => { output += bytes; all += bytes; });
  child.stderr.on("data", (bytes) => { all += bytes; });
  const program = { child, hasEnded: false, output: () => output, said: () => all };
  program.ended = new Promise((done) => {
    child.on("error", (problem) => { all += problem.message; program.hasEnded = true; done(-1); });
    child.on("close", (code, signal) => { program.hasEnded = true; done(code ?? signal); });
  });
  return program;
}

async function answers(url, server) {
  const until = Date.now() + START_SECONDS * 1000;
  while (Date.now() < until) {
    if (server.hasEnded) throw new Error(`The server ended while it started. It said:\n${server.said()}`);
    const answer = await fetch(url, { redirect: "manual" }).catch(() => null);
    if (answer) {
      await answer.arrayBuffer();
      return;
    }
    await pause(50);
  }
  throw new Error(`The server did not answer within ${START_SECONDS} seconds. It said:\n${server.said()}`);
}

async function stop(server, data) {
  const endedByItself = server.hasEnded;
  server.child.kill("SIGTERM");
  const timer = setTimeout(() => server.child.kill("SIGKILL"), STOP_SECONDS * 1000);
  const code = await server.ended;
  clearTimeout(timer);
  await rm(data, { recursive: true, force: true });
  if (endedByItself) throw new Error(`The server ended by itself with ${code}. It said:\n${server.said()}`);
  if (code === "SIGKILL") throw new Error(`The server did not stop within ${STOP_SECONDS} seconds.`);
  if (server.said().includes("panicked at")) throw new Error(`The server panicked. It said:\n${server.said()}`);
}

async function freePort() {
  const listener = createServer();
  await new Promise((done, failed) => listener.once("error", failed).listen(0, "127.0.0.1", done));
  const { port } = listener.address();
  await new Promise((done) => listener.close(done));
  return port;
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
