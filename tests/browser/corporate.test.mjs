// Corporate groups: the bars over calendar years are moved by keys and by mouse, the list below does the same, and every
// page of them is looked at.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoProblems, look, openStage } from "./helpers.mjs";

const { logIn } = openStage();

/** A client of the type Holding, made as the form does it; its id. */
async function holding(page, name) {
  await page.goto("/settings/client-types");
  const row = page.locator("form:has(input[value='Holding'])").first();
  const type = (await row.getAttribute("action")).split("/").pop();
  await page.goto("/clients/new");
  const group = await page.locator("#customer_group option:not([value=''])").first().getAttribute("value");
  const headers = { origin: new URL(page.url()).origin };
  const form = { name, customer_group: group, client_types: type };
  const made = await page.request.post("/clients", { headers, form, maxRedirects: 0 });
  assert.equal(made.status(), 303, await made.text());
  return made.headers().location.split("/").pop().split("?")[0];
}

async function founded(page, name, head) {
  await page.goto("/corporate-groups/new");
  await page.fill("[name=name]", name);
  await page.selectOption("#type", { label: "Holding (takes Holding)" });
  await page.selectOption("#first", "2022");
  await page.selectOption("#last", "2029");
  await page.fill("[name=q]", head);
  await page.getByRole("button", { name: "Find", exact: true }).last().click();
  await page.getByRole("radio", { name: head }).check();
  await page.getByRole("button", { name: "Add corporate group" }).click();
}

test("a corporate group is made and filled without JavaScript", async () => {
  const page = await logIn({ javaScript: false });
  await holding(page, "Plainsong Holding");
  await holding(page, "Plainsong Freight");
  await founded(page, "Plainsong", "Plainsong Holding");
  await page.getByRole("link", { name: "Add member", exact: true }).click();
  await page.selectOption("#first", "2025");
  await page.fill("#q", "Plainsong");
  await page.getByRole("button", { name: "Find" }).click();
  assert.equal(await page.getByRole("checkbox", { name: /Plainsong Holding/ }).count(), 1, "the head may be a member too");
  await page.getByRole("checkbox", { name: /Plainsong Freight/ }).check();
  await page.getByRole("button", { name: "Add members" }).click();
  await page.getByLabel("Last year of Plainsong Freight", { exact: true }).selectOption("2027");
  await page.locator("header").getByRole("button", { name: "Save" }).click();
  assert.equal(await page.getByLabel("Last year of Plainsong Freight", { exact: true }).inputValue(), "2027");
  assert.match(await page.locator(".gantt").innerText(), /2025 – 2027/);
  assertNoProblems(page);
  await page.context().close();
});

test("the end of a bar is moved by arrow keys and by dragging, and saved", async () => {
  const page = await logIn();
  await holding(page, "Barline Holding");
  await holding(page, "Barline Freight");
  await founded(page, "Barline", "Barline Holding");
  await page.getByRole("link", { name: "Add member", exact: true }).click();
  await page.selectOption("#first", "2024");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("checkbox", { name: /Barline Freight/ }).check();
  await page.getByRole("button", { name: "Add members" }).click();
  const grip = page.locator(".bar-y__grip").first();
  const choice = page.getByLabel("Last year of Barline Freight", { exact: true });
  await grip.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await choice.inputValue(), "2027");
  assert.match(await grip.getAttribute("aria-label"), /Last year of Barline Freight: 2027/);
  assert.match(await page.locator(".bar-y:has(.bar-y__grip)").innerText(), /2024 – 2027/);
  const year = await page.locator(".gantt__y", { hasText: "2025" }).boundingBox();
  const end = await grip.boundingBox();
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2);
  await page.mouse.down();
  await page.mouse.move(year.x + year.width / 2, end.y + end.height / 2, { steps: 5 });
  await page.mouse.up();
  assert.equal(await choice.inputValue(), "2025");
  await look(page, "corporate-group");
  await page.locator("header").getByRole("button", { name: "Save" }).click();
  await page.waitForURL(/corporate-groups\/[^/]+$/);
  assert.equal(await choice.inputValue(), "2025");
  await page.getByRole("link", { name: /^Void the membership/ }).click();
  await look(page, "corporate-void");
  await page.fill("[name=reason]", "Entered twice");
  await page.getByRole("button", { name: "Void the membership" }).click();
  assert.equal(await page.locator("s", { hasText: "Barline Freight" }).count(), 1);
  await look(page, "corporate-group-void");
  for (const [path, name] of [
    ["/corporate-groups", "corporate-groups"],
    ["/corporate-groups/new", "corporate-new"],
    ["/settings/client-types", "client-types"],
    ["/settings/corporate-group-types", "corporate-types"],
  ]) {
    await page.goto(path);
    await look(page, name);
  }
  assertNoProblems(page);
  await page.context().close();
});

test("A3-19, A3-18: a file of members is checked and taken in, and a day shows who is in", async () => {
  const page = await logIn();
  await holding(page, "Fileline Holding");
  const client = await holding(page, "Fileline Freight");
  await founded(page, "Fileline", "Fileline Holding");
  const group = page.url();
  const api = await page.goto(`/clients/${client}`);
  const number = /Client (\S+)/.exec(await api.text())[1];
  const rows = [
    "Group,Type,Client,From,To",
    `Fileline,Holding,${number},01.01.2024,31.12.2025`,
    `Fileline,Holding,${number},02.01.2026,31.12.2026`,
    `Fileline,Holding,${number}x,2026-01-01,2026-12-31`,
  ];
  const file = { name: "members.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) };
  await page.goto("/corporate-groups");
  await page.getByRole("link", { name: "Import members" }).click();
  await look(page, "corporate-import");
  await page.setInputFiles("#file", file);
  await page.getByRole("button", { name: "Only check them" }).click();
  await page.getByRole("heading", { name: "Checked, and nothing is saved yet" }).waitFor();
  await look(page, "corporate-import-check");
  await page.getByRole("link", { name: "Upload the file again" }).click();
  await page.setInputFiles("#file", file);
  await page.getByRole("button", { name: "Take the rows in" }).click();
  await page.getByRole("heading", { name: "Imported" }).waitFor();
  assert.match(await page.locator("#left ~ .table-wrap").first().innerText(), /3\s+From[\s\S]*02\.01\.2026 is not a 1 January/);
  assert.match(await page.locator("#taken ~ .table-wrap").first().innerText(), /2\s+Fileline Freight\s+Fileline\s+2024–2025/);
  await look(page, "corporate-import-result");
  for (const [day, listed] of [["2025-12-31", 1], ["2026-01-01", 0]]) {
    await page.goto(group);
    await page.getByLabel("On", { exact: true }).fill(day);
    await page.getByRole("button", { name: "Show the day" }).click();
    await page.waitForURL(`**on=${day}*`);
    assert.equal(await page.getByLabel("Last year of Fileline Freight", { exact: true }).count(), listed, day);
    await look(page, `corporate-day-${day}`);
    await page.goto(`/clients/${client}/groups?on=${day}`);
    assert.equal(await page.getByRole("link", { name: "Fileline", exact: true }).count(), listed, day);
    await look(page, `client-groups-${day}`);
  }
  assertNoProblems(page);
  await page.context().close();
});
