// The first look: an empty house opens in a browser, with and without JavaScript.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertNoProblems, look, openBrowser, openPage, startServer } from "./helpers.mjs";

let browser, server;

before(async () => {
  server = await startServer();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("an empty house shows its first page", async () => {
  const page = await openPage(browser, { baseURL: server.url });
  const answer = await page.goto("/");
  assert.equal(answer.status(), 200);
  assert.match(await page.title(), /\S/);
  await look(page, "first");
  await page.context().close();
});

test("the first page needs no JavaScript", async () => {
  const page = await openPage(browser, { baseURL: server.url, javaScript: false });
  const answer = await page.goto("/");
  assert.equal(answer.status(), 200);
  assert.match(await page.locator("main").innerText(), /\S/);
  assertNoProblems(page);
  await page.context().close();
});
