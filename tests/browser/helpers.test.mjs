// The helpers themselves: each check fails where it must. A check that cannot fail proves nothing.
import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { assertAccessible, assertNoProblems, look, openBrowser, openPage, startServer } from "./helpers.mjs";

const POLICY = "default-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
const page = (body) => `<!doctype html><html lang="en"><title>T</title><meta name="viewport" content="width=device-width"><main><h1>T</h1>${body}</main></html>`;
const PAGES = {
  "/good": page("<p>Good</p>"),
  "/inline": page("<script>document.title = 'x'</script>"),
  "/styled": page("<p style='color: red'>Red</p>"),
  "/part": page("<link rel=stylesheet href=/missing.css>"),
  "/thrown": page("<script src=/thrown.js></script>"),
  "/thrown.js": "throw new Error('thrown on purpose')",
  "/unnamed": page("<input>"),
  "/wide": page("<link rel=stylesheet href=/wide.css><p>Wide</p>"),
  "/wide.css": "p { width: 500px }",
};
const TYPES = { css: "text/css", js: "text/javascript" };
let browser, server, base;

before(async () => {
  browser = await openBrowser();
  server = createServer((request, response) => {
    const body = PAGES[request.url];
    const type = TYPES[request.url.split(".")[1]] ?? "text/html; charset=utf-8";
    response.writeHead(body ? 200 : 404, { "content-type": type, "content-security-policy": POLICY });
    response.end(body ?? "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${server.address().port}`;
});
after(async () => {
  await browser?.close();
  server?.close();
});

async function opened(path, options) {
  const shown = await openPage(browser, options);
  await shown.goto(base + path);
  return shown;
}

test("a good page passes in light, dark and on a phone, under the strictest policy", async () => {
  const shown = await opened("/good");
  await look(shown, "helpers-good");
  await shown.context().close();
});

for (const [path, expected] of [
  ["/inline", /Content Security Policy/], ["/styled", /Content Security Policy/],
  ["/part", /missing\.css answered 404/], ["/thrown", /thrown on purpose/],
]) {
  test(`${path} is a problem`, async () => {
    const shown = await opened(path);
    assert.throws(() => assertNoProblems(shown), (error) => expected.test(error.message + error.actual));
    await shown.context().close();
  });
}

test("the policy is watched without JavaScript too", async () => {
  const shown = await opened("/styled", { javaScript: false });
  assert.match(shown.problems.join(), /Content Security Policy/);
  await shown.context().close();
});

test("an input without a name is not accessible", async () => {
  const shown = await opened("/unnamed");
  await assert.rejects(assertAccessible(shown), (error) => /label: .*<input>/.test(error.actual.join()));
  await shown.context().close();
});

test("a page wider than a phone does not fit", async () => {
  const shown = await opened("/wide");
  await assert.rejects(look(shown, "helpers-wide"), /px wide in a window of 390 px/);
  await shown.context().close();
});

test("a server that ends while it starts is a failure with its own words", async () => {
  const folder = await mkdtemp(join(tmpdir(), "coterie-browser-"));
  const binary = join(folder, "coterie");
  await writeFile(binary, "#!/bin/sh\necho 'the data is in use' >&2\nexit 3\n");
  await chmod(binary, 0o755);
  await assert.rejects(startServer({ binary }), /the data is in use/);
  await assert.rejects(startServer({ binary, demo: true }), /demo .* ended with 3/);
  await assert.rejects(startServer({ binary: `${binary}-missing` }), /is not built/);
  await rm(folder, { recursive: true });
});
