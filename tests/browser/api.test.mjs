// The API's document is one that others can read, and its pages show it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { assertNoProblems, look, openBrowser, openPage, startServer } from "./helpers.mjs";

let browser, server;

before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("the OpenAPI document holds to OpenAPI 3.1", async () => {
  const document = await (await fetch(`${server.url}/api/v1/openapi.json`)).json();
  const verdict = await new Validator().validate(structuredClone(document));
  assert.deepEqual(verdict.errors ?? [], []);
  assert.equal(verdict.valid, true);
  const broken = structuredClone(document);
  broken.paths["/api/v1/clients"].post.responses = [];
  assert.equal((await new Validator().validate(broken)).valid, false, "a validator that takes everything proves nothing");
});

test("every shape that the document refers to stands in it, and every call has a name of its own", async () => {
  const document = await (await fetch(`${server.url}/api/v1/openapi.json`)).json();
  const shapes = new Set(Object.keys(document.components.schemas));
  const missing = new Set();
  JSON.stringify(document, (key, value) => {
    if (key === "$ref" && !shapes.has(value.replace("#/components/schemas/", ""))) missing.add(value);
    return value;
  });
  assert.deepEqual([...missing], []);
  const names = Object.values(document.paths).flatMap((path) => Object.values(path)).map((call) => call.operationId);
  assert.equal(new Set(names).size, names.length, "two calls have one name");
});

test("the pages of the API show resources and their calls", async () => {
  const page = await openPage(browser, { baseURL: server.url });
  await page.goto("/login");
  await page.fill("[name=email]", "isolde@harbourfinch.example");
  await page.fill("[name=password]", "finch-harbour-demo");
  await page.click("button[type=submit]");
  await page.goto("/api");
  await look(page, "api");
  await page.click("a[href='/api/clients#post-api-v1-clients']");
  await page.locator("#post-api-v1-clients").getByText("NewClient").first().waitFor();
  await look(page, "api-clients");
  assertNoProblems(page);
  await page.context().close();
});
