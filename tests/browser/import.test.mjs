// A file of clients is taken in: columns, rows with their problems, one mend for all of them, the result and its undo.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoProblems, look, openStage } from "./helpers.mjs";

const { logIn } = openStage();

const FILE = [
  "Name,Email,Legal entity,Client groups,Phone",
  "Aldous Fretwork,aldous@fretwork.example,Sole trader,boats and kites,",
  "Beck & Tarn Surveyors,desk@becktarn.example,Company,,",
  "Corrie Millwright,corrie@millwright,Individual,,",
  "Dunlin Optics,hello@dunlin.example,unknown,boats and kites,",
  ",info@hatchery.example,Company,,",
].join("\n");

async function takeIn(page, pictures) {
  await page.goto("/imports");
  if (pictures) await look(page, "import-list");
  await page.setInputFiles("#file", { name: "clients-november.csv", mimeType: "text/csv", buffer: Buffer.from(FILE) });
  await page.click("text=Read the file");
  await page.waitForSelector("h1:has-text('Choose the columns')");
  if (pictures) await look(page, "import-columns");
  await page.check("[name=groups][value=add]");
  await page.selectOption("[name=customer_group]", { index: 1 });
  await page.click("text=Check the rows");
  await page.waitForSelector("h1:has-text('Check before importing')");
  if (pictures) await look(page, "import-check");
  await page.click("text=Create this group");
  await page.waitForSelector("text=1 client group will be created");
  await page.click("tr:has-text('Corrie') >> text=Edit");
  await page.fill("[name=email]", "corrie@millwright.example");
  if (pictures) await look(page, "import-row");
  await page.click("text=Use this row");
  await page.waitForSelector("text=Import 3 rows");
  await page.click("text=Import 3 rows");
  await page.waitForSelector("h1:has-text('Imported')");
  assert.match(await page.locator("main").innerText(), /3 created, 0 updated, 0 unchanged, 2 left out/);
  if (pictures) await look(page, "import-result");
  await page.click("main >> text=Undo this import");
  await page.waitForSelector("h1:has-text('The import was undone')");
  assertNoProblems(page);
}

test("a file of clients is checked, mended, taken in and taken back", async () => {
  const page = await logIn();
  await takeIn(page, true);
  await page.context().close();
});

test("taking clients in needs no JavaScript", async () => {
  const page = await logIn({ javaScript: false });
  await takeIn(page, false);
  await page.context().close();
});

test("A0-33, A0-36: a workbook that was exported comes back, and its failed rows are a file", async () => {
  const page = await logIn();
  const bytes = await (await page.request.get("/exports/clients.xlsx")).body();
  await page.goto("/imports");
  const mimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  await page.setInputFiles("#file", { name: "clients.xlsx", mimeType, buffer: bytes });
  await page.click("text=Read the file");
  await page.waitForSelector("h1:has-text('Choose the columns')");
  await page.check("[name=groups][value=replace]");
  await page.click("text=Check the rows");
  await page.waitForSelector("h1:has-text('Check before importing')");
  const text = await page.locator("main").innerText();
  const [, unchanged] = text.match(/([\d,]+)\s+unchanged/i) ?? [];
  assert.ok(Number(unchanged?.replace(",", "")) > 20, text);
  assert.match(text, /\b0\s+(created|new|will be created)|nothing/i, text);
  assertNoProblems(page);
  await page.context().close();
});
