// Clients: the list with filters, views and many at once; profile, settings in the panel, two at once; with and
// without JavaScript.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoProblems, look, openStage } from "./helpers.mjs";

const { logIn } = openStage();

const rows = (page) => page.locator("#client-rows tr");
const namesOf = (page) => page.locator("#client-rows .cell-main a").allInnerTexts();
const chips = (page) => page.locator(".grouprow").first().locator(".grp--segment").allInnerTexts();

/** Opens the profile of a client by its name, and gives its address. */
async function openClient(page, name) {
  await page.goto(`/clients?q=${encodeURIComponent(name)}`);
  await page.locator("#client-rows .cell-main a", { hasText: name }).first().click();
  await page.waitForSelector(`h1:has-text("${name}")`);
  return page.url();
}

test("the list is searched, filtered, sorted and paged, and a view of it saved", async () => {
  const page = await logIn();
  await page.goto("/clients");
  await look(page, "clients");
  const all = await rows(page).count();
  await page.click("text=Add filter");
  await page.locator(".pop a.menu__item", { hasText: "Client group" }).click();
  await page.locator(".chip__pop label", { hasText: "VAT quarterly" }).click();
  await page.locator(".chip__pop label", { hasText: "Alliance" }).click();
  await page.locator(".chip__pop button", { hasText: "Show" }).click();
  const any = await rows(page).count();
  assert.ok(any > 0 && any < all, `${any} of ${all}`);
  assert.match(await page.locator(".filters").innerText(), /Client group\s+is any of\s+Alliance, VAT quarterly/);
  await page.locator(".chip__val").click();
  await look(page, "clients-filter");
  await page.selectOption("[name=client_group_match]", "none");
  await page.locator(".chip__pop button", { hasText: "Show" }).click();
  assert.equal(await rows(page).count(), all - any, "the others are in none of them");
  await page.locator(".th-sort", { hasText: "Client" }).first().click();
  const names = await namesOf(page);
  assert.deepEqual(names, [...names].sort().reverse());
  const address = page.url();
  await page.click("text=Save view");
  await look(page, "clients-view");
  await page.fill("[name=name]", "Without the alliance");
  await page.click("main button:has-text('Save view')");
  const tab = page.locator(".tabs--views .tab", { hasText: "Without the alliance" });
  assert.equal(await tab.getAttribute("aria-current"), "page");
  await page.goto("/clients");
  await tab.click();
  assert.deepEqual(await namesOf(page), names, `the view is ${address} again`);
  await page.click("[aria-label='Rename or delete this view']");
  await page.click("text=Delete view");
  assert.equal(await tab.count(), 0);
  await page.goto("/clients?limit=20");
  const first = await namesOf(page);
  await page.click("text=Next");
  assert.ok(first.every((name) => name) && (await namesOf(page)).every((name) => !first.includes(name)));
  await page.click("text=Previous");
  assert.deepEqual(await namesOf(page), first);
  await page.goto("/clients?q=nobody-at-all");
  await look(page, "clients-none");
  assert.match(await page.locator("main").innerText(), /No client matches this filter/);
  assertNoProblems(page);
  await page.context().close();
});

test("chosen clients are put into a group, and one undo takes it back", async () => {
  const page = await logIn();
  await page.goto("/clients?client_group_match=without");
  const before = await rows(page).count();
  await page.goto("/clients?q=Ltd");
  const found = await rows(page).count();
  for (const box of await page.locator("[data-select-row]").all()) await box.check();
  await page.click("text=Add to group");
  const group = page.locator("#addgroup label", { hasText: "Alliance" });
  await group.click();
  const sum = page.locator("#ag-preview [role=status]");
  await sum.filter({ hasText: `${found} client` }).waitFor();
  assert.match(await sum.innerText(), /\d+ clients?: \d+ change, \d+ already have it\./);
  await look(page, "clients-bulk");
  await page.locator("#ag-preview button").click();
  await page.waitForSelector(".toast");
  assert.match(await page.locator(".toast").innerText(), /Added \d+ clients? to 1 group\./);
  await page.locator(".toast button", { hasText: "Undo" }).click();
  await page.waitForSelector(".toast");
  await page.goto("/clients?client_group_match=without");
  assert.equal(await rows(page).count(), before);
  assertNoProblems(page);
  await page.context().close();
});

test("all that match are all, on every page of the list", async () => {
  const page = await logIn();
  await page.goto("/clients");
  const inGroup = async () => (await page.locator("#client-rows tr", { hasText: "Alliance" }).count());
  const before = await inGroup();
  await page.goto("/clients?limit=20");
  const total = (await page.locator(".pager b").nth(1).innerText()).trim();
  await page.check("[data-select-all]");
  await page.click(`text=Select all ${total} that match`);
  await page.click("text=Add to group");
  await page.locator("#addgroup label", { hasText: "Alliance" }).click();
  await page.locator("#ag-preview [role=status]", { hasText: `${total} clients: ` }).waitFor();
  assert.match(await page.locator("#ag-preview button").innerText(), new RegExp(`Add ${total} clients to 1 group`));
  await page.locator("#ag-preview button").click();
  await page.waitForSelector(".toast");
  assert.match(await page.locator(".toast").innerText(), new RegExp(`Added ${Number(total) - before} clients to 1 group`));
  await page.locator(".toast button", { hasText: "Undo" }).click();
  await page.waitForSelector(".toast");
  await page.goto("/clients");
  assert.equal(await inGroup(), before);
  assertNoProblems(page);
  await page.context().close();
});

test("a client's settings are saved from the panel, and a second save meets the first", async () => {
  const page = await logIn();
  const address = await openClient(page, "Cobbett Roofing");
  await look(page, "client");
  const before = await chips(page);
  const other = await page.context().newPage();
  await other.goto(`${address}/edit`);
  await page.click("[aria-label='Edit client settings']");
  await page.waitForSelector("#edit-client[open]");
  await look(page, "client-panel");
  const combo = page.locator("#edit-client .combo").first();
  await combo.locator("input").fill("Alli");
  await page.locator(".combo__opt:visible", { hasText: "Alliance" }).click();
  await page.fill("#edit-client [name=email]", "office@cobbett.example");
  await page.locator("#edit-client button", { hasText: "Save" }).click();
  await page.waitForSelector(".toast");
  assert.deepEqual(await chips(page), [...before, "Alliance"].sort());
  await other.locator("summary", { hasText: "Details and address" }).click();
  await other.fill("[name=phone]", "+00 555 0199");
  await other.locator("main button", { hasText: "Save" }).click();
  await other.waitForSelector("text=Nothing was saved yet.");
  const said = await other.locator(".callout[role=alert]").innerText();
  assert.match(said, /Added to\s+Alliance/);
  assert.match(said, /Email\s+office@cobbett\.example/);
  other.problems = page.problems;
  await look(other, "client-conflict");
  await other.locator("button", { hasText: "Save both" }).click();
  await other.waitForURL(address);
  assert.deepEqual(await chips(other), [...before, "Alliance"].sort());
  assert.match(await other.locator("main").innerText(), /\+00 555 0199/);
  await page.goto(`${address}/ledger`);
  await look(page, "client-ledger");
  await page.locator("tbody a").first().click();
  assert.match(await page.locator("h1").innerText(), /\S/);
  assertNoProblems(page);
  await page.context().close();
});

test("A0-20: the settings panel is left by Cancel, Close and Escape, and nothing of it is stored", async () => {
  const page = await logIn();
  const address = await openClient(page, "Cobbett Roofing");
  const before = await chips(page);
  const panel = page.locator("#edit-client");
  for (const leave of [
    () => panel.getByText("Cancel", { exact: true }).click(),
    () => panel.getByRole("button", { name: "Close" }).click(),
    () => page.keyboard.press("Escape"),
  ]) {
    await page.click("[aria-label='Edit client settings']");
    await page.waitForSelector("#edit-client[open]");
    const box = panel.locator(".combo").first();
    const tokens = async () => (await box.locator(".token").allInnerTexts()).map((name) => name.trim()).sort();
    assert.deepEqual(await tokens(), before, "nothing is left of the time before");
    await box.locator("[role=combobox]").focus();
    await page.keyboard.press("ArrowDown");
    await page.locator(".combo__opt:visible[aria-selected=false]").first().click();
    assert.equal((await tokens()).length, before.length + 1);
    if (await box.locator("[role=combobox]").getAttribute("aria-expanded") === "true") await page.keyboard.press("Escape");
    await leave();
    await panel.waitFor({ state: "hidden" });
    assert.deepEqual(await chips(page), before);
  }
  await page.goto(address);
  assert.deepEqual(await chips(page), before);
  assertNoProblems(page);
  await page.context().close();
});

test("a new client is found by the palette at once", async () => {
  const page = await logIn();
  await page.goto("/clients/new");
  await look(page, "client-new");
  await page.fill("[name=name]", "Quince Harbour Pilots");
  await page.click("main button:has-text('Add client')");
  await page.waitForSelector("text=The client has no customer group.");
  await look(page, "client-new-refused");
  await page.selectOption("[name=customer_group]", { index: 1 });
  await page.click("main button:has-text('Add client')");
  await page.waitForSelector("h1:has-text('Quince Harbour Pilots')");
  const address = page.url();
  await page.goto("/");
  await page.keyboard.press("Control+K");
  await page.keyboard.type("quince");
  const hit = page.locator("dialog [role=option]", { hasText: "Quince Harbour Pilots" }).first();
  await hit.waitFor();
  await look(page, "palette");
  await page.keyboard.press("Enter");
  await page.waitForURL(address);
  await page.goto("/palette?q=quince");
  await look(page, "palette-page");
  assertNoProblems(page);
  await page.context().close();
});

test("the same is done without JavaScript, on a phone", async () => {
  const page = await logIn({ javaScript: false, phone: true });
  await page.goto("/clients/new");
  await page.fill("[name=name]", "Rowan Slipway");
  await page.selectOption("[name=customer_group]", { index: 1 });
  await page.selectOption("[name=client_groups]", [{ label: "Alliance" }, { label: "VAT quarterly" }]);
  await page.click("main button:has-text('Add client')");
  const address = page.url();
  assert.deepEqual(await chips(page), ["Alliance", "VAT quarterly"]);
  await page.click("[aria-label='Edit client settings']");
  await page.selectOption("[name=client_groups]", [{ label: "Alliance" }]);
  await page.click("main button:has-text('Save')");
  assert.equal(page.url(), address);
  assert.deepEqual(await chips(page), ["Alliance"]);
  await page.goto("/clients?q=Rowan");
  assert.deepEqual(await namesOf(page), ["Rowan Slipway"]);
  await page.check(".bulk input[type=checkbox][name=all]");
  await page.click("text=Add to group");
  await page.waitForSelector("h1:has-text('Add 1 client to client groups')");
  await page.locator("label", { hasText: "Year-end late" }).locator("input").check();
  await page.click("button:has-text('Preview')");
  assert.match(await page.locator("main").innerText(), /1 client: 1 change, 0 already have it\./);
  await page.click("button:has-text('Add 1 client to 1 group')");
  assert.match(await page.locator("body").innerText(), /Added 1 client to 1 group\./);
  await page.click("button:has-text('Undo')");
  await page.goto(address);
  assert.deepEqual(await chips(page), ["Alliance"]);
  assertNoProblems(page);
  await page.context().close();
});
