// Client groups and customer groups: dialogs over the list without a new page, their refusals and ways out, and the same
// forms without JavaScript.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, assertFits, assertNoProblems, look, openStage } from "./helpers.mjs";

const LIST = "/settings/client-groups";
const CUSTOMERS = "/settings/customer-groups";

const { logIn } = openStage();

const dialog = (page) => page.locator("#overlay dialog[open]");
const row = (page, name) => page.locator("#client-groups tbody tr", { has: page.getByText(name, { exact: true }) });
const toast = (page, text) => page.locator(".toasts .toast", { hasText: text });

/** Fails when the page was loaded anew between `mark` and now. */
async function mark(page) {
  await page.evaluate(() => { window.stayed = true; });
  return async () => assert.equal(await page.evaluate(() => window.stayed), true, "the page was loaded anew");
}

async function openForm(page, name) {
  await row(page, name).getByRole("link", { name: `Edit ${name}` }).click();
  await dialog(page).waitFor();
}

async function save(page) {
  await dialog(page).getByRole("button", { name: "Save", exact: true }).last().click();
}

test("A0-2, A0-8, A0-11, A0-15: added, renamed, coloured and deleted without a new page", async () => {
  const page = await logIn();
  await page.goto(LIST);
  await look(page, "client-groups");
  const stayed = await mark(page);
  await page.getByRole("link", { name: "Add", exact: true }).click();
  await dialog(page).waitFor();
  await assertAccessible(page);
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("name")), "name");
  await dialog(page).locator("[name=name]").fill("payroll Monthly");
  await save(page);
  await dialog(page).locator(".problem").waitFor();
  assert.match(await dialog(page).innerText(), /“Payroll monthly” already exists; only capitals/);
  await assertAccessible(page);
  await dialog(page).locator("[name=name]").fill("Seasonal, summer");
  await save(page);
  await row(page, "Seasonal, summer").waitFor();
  assert.equal(await dialog(page).count(), 0);
  await toast(page, "Added the group “Seasonal, summer”.").waitFor();
  assert.match(await row(page, "Seasonal, summer").getAttribute("class"), /is-new/);
  await look(page, "client-groups-added");
  await openForm(page, "Seasonal, summer");
  await look(page, "client-group-edit");
  await dialog(page).locator("[name=name]").fill("Seasonal");
  await dialog(page).getByRole("radio", { name: "Teal" }).check();
  await dialog(page).locator("[name=note]").fill("June to August");
  await save(page);
  await row(page, "Seasonal").waitFor();
  assert.equal(await row(page, "Seasonal").locator(".grp--c2").count(), 1);
  await openForm(page, "Seasonal");
  await dialog(page).getByRole("link", { name: "Delete" }).click();
  await dialog(page).getByText("Delete “Seasonal”?").waitFor();
  await assertAccessible(page);
  await dialog(page).getByRole("button", { name: "Delete group" }).click();
  await row(page, "Seasonal").waitFor({ state: "detached" });
  await toast(page, "Deleted the group “Seasonal”.").waitFor();
  await stayed();
  await toast(page, "Deleted").getByRole("button", { name: "Undo" }).click();
  await row(page, "Seasonal").waitFor();
  assert.equal(await row(page, "Seasonal").locator(".grp--c2").count(), 1);
  assertNoProblems(page);
  await page.context().close();
});

test("A0-20: a dialog that is closed stores nothing, and does not come back", async () => {
  const page = await logIn();
  await page.goto(LIST);
  for (const close of [
    () => dialog(page).getByRole("button", { name: "Cancel" }).click(),
    () => dialog(page).getByRole("button", { name: "Close" }).click(),
    () => page.keyboard.press("Escape"),
  ]) {
    await openForm(page, "Alliance");
    await dialog(page).locator("[name=name]").fill("Never stored");
    await close();
    await dialog(page).waitFor({ state: "detached" });
  }
  await page.fill("[name=q]", "alli");
  await page.locator("#client-groups tbody tr").nth(1).waitFor({ state: "detached" });
  assert.equal(await page.locator("#client-groups tbody tr").count(), 1);
  assert.equal(await dialog(page).count(), 0);
  await page.reload();
  assert.equal(await page.getByText("Never stored").count(), 0);
  assertNoProblems(page);
  await page.context().close();
});

test("A0-12, A0-13, A0-14: a group in use is refused with its ways out, archived and restored", async () => {
  const page = await logIn();
  await page.goto(LIST);
  await openForm(page, "Alliance");
  await dialog(page).getByRole("link", { name: "Delete" }).click();
  await dialog(page).locator(".callout--bad").waitFor();
  assert.match(await dialog(page).innerText(), /“Alliance” cannot be deleted: 5 clients are assigned to it\./);
  assert.equal(await dialog(page).getByRole("link", { name: "Delete" }).count(), 0);
  await look(page, "client-group-refused");
  await dialog(page).getByRole("link", { name: "Show the 5 clients in a report" }).click();
  await page.waitForURL(/\/report/);
  assert.match(await page.locator("main").innerText(), /Alliance/);
  await page.goBack();
  await openForm(page, "Alliance");
  await dialog(page).getByRole("link", { name: "Delete" }).click();
  await dialog(page).getByRole("button", { name: "Archive instead" }).click();
  await row(page, "Alliance").waitFor({ state: "detached" });
  await toast(page, "Archived the group “Alliance”.").waitFor();
  await page.getByRole("link", { name: /^Archive/ }).click();
  await row(page, "Alliance").waitFor();
  await look(page, "client-groups-archive");
  await page.getByRole("button", { name: "Restore Alliance" }).click();
  await page.waitForURL(new RegExp(`${LIST}$`));
  assert.match(await row(page, "Alliance").innerText(), /5/);
  await openForm(page, "Alliance");
  await dialog(page).getByRole("link", { name: "Delete" }).click();
  await dialog(page).getByRole("link", { name: /^Remove the 5 clients/ }).click();
  await page.getByText("5 clients leave the group").waitFor();
  await look(page, "client-group-empty");
  await page.getByRole("button", { name: "Remove 5 clients" }).click();
  await toast(page, "Removed 5 clients from “Alliance”.").waitFor();
  await toast(page, "Removed").getByRole("button", { name: "Undo" }).click();
  await page.waitForLoadState();
  await page.goto(LIST);
  assert.match(await row(page, "Alliance").innerText(), /5/);
  assertNoProblems(page);
  await page.context().close();
});

test("A0-13: what somebody else deleted meanwhile is said over the page, which stays", async () => {
  const page = await logIn();
  const other = await logIn({ javaScript: false });
  await other.goto(`${LIST}/new`);
  await other.fill("[name=name]", "Short lived");
  await other.locator("main .btn--primary").click();
  await page.goto(LIST);
  const edit = await row(page, "Short lived").getByRole("link").last().getAttribute("href");
  await other.goto(edit.replace("/edit", "/delete"));
  await other.getByRole("button", { name: "Delete group" }).click();
  const stayed = await mark(page);
  await row(page, "Short lived").getByRole("link", { name: "Edit Short lived" }).click();
  await toast(page, "It is not there any more.").waitFor();
  await stayed();
  assert.equal(await dialog(page).count(), 0);
  const gone = await other.goto(edit);
  assert.equal(gone.status(), 404);
  assert.match(await other.locator("main").innerText(), /nothing at this address/);
  assertNoProblems(page);
  await page.context().close();
  await other.context().close();
});

test("without JavaScript the same forms are pages", async () => {
  const page = await logIn({ javaScript: false });
  await page.goto(LIST);
  await page.getByRole("link", { name: "Add", exact: true }).click();
  await page.fill("[name=name]", "Plain");
  await page.locator("main .btn--primary").click();
  assert.match(await row(page, "Plain").innerText(), /New/);
  await row(page, "Plain").getByRole("link", { name: "Edit Plain" }).click();
  await page.fill("[name=name]", "Plainer");
  await page.getByRole("radio", { name: "Clay" }).check();
  await page.locator("main .btn--primary").click();
  assert.equal(await row(page, "Plainer").locator(".grp--c6").count(), 1);
  await row(page, "Plainer").getByRole("link", { name: "Edit Plainer" }).click();
  await page.getByRole("link", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete group" }).click();
  assert.equal(await row(page, "Plainer").count(), 0);
  await toast(page, "Deleted the group").getByRole("button", { name: "Undo" }).click();
  assert.equal(await row(page, "Plainer").count(), 1);
  await page.fill("[name=q]", "plain");
  await page.locator("[name=q]").press("Enter");
  assert.equal(await page.locator("#client-groups tbody tr").count(), 1);
  await page.goto(`${CUSTOMERS}?edit=1`);
  await page.locator("[name=payment_days]").nth(2).fill("60");
  await page.locator("main .btn--primary").click();
  assert.match(await page.locator("main").innerText(), /60 days/);
  assertNoProblems(page);
  await page.context().close();
});

test("A1-3, A1-4, A1-5: customer groups are listed, edited as a list, cancelled and created", async () => {
  const page = await logIn();
  await page.goto(CUSTOMERS);
  await look(page, "customer-groups");
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await look(page, "customer-groups-edit");
  await page.locator("[name=name]").first().fill("Never stored");
  await page.getByRole("link", { name: "Cancel" }).click();
  assert.equal(await page.getByText("Never stored").count(), 0);
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await page.locator("[name=name]").nth(1).fill("domestic");
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator(".problem").first().waitFor();
  await look(page, "customer-groups-edit-refused");
  await page.locator("[name=name]").nth(1).fill("European");
  await page.locator("[name=account]").first().selectOption({ index: 2 });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Something is still open on the old account.").waitFor();
  await look(page, "customer-groups-moving");
  await page.getByRole("button", { name: "Save" }).click();
  await toast(page, "Saved the customer groups.").waitFor();
  await toast(page, "Saved").getByRole("button", { name: "Undo" }).click();
  await page.waitForLoadState();
  await page.goto(CUSTOMERS);
  await page.getByRole("link", { name: "New customer group" }).click();
  await look(page, "customer-group-new");
  await page.fill("[name=name]", "Retainers");
  await page.locator("main form .btn--primary").click();
  await page.locator("#account-problem").waitFor();
  await look(page, "customer-group-new-refused");
  await page.locator("[name=use_account]").click();
  await page.waitForURL(new RegExp(`${CUSTOMERS}$`));
  assert.match(await page.locator("main").innerText(), /Retainers/);
  await page.getByRole("link", { name: "Delete Retainers" }).click();
  await dialog(page).waitFor();
  await assertAccessible(page);
  await dialog(page).getByRole("button", { name: "Delete group" }).click();
  await toast(page, "Deleted the customer group “Retainers”.").waitFor();
  await page.getByRole("link", { name: "Delete Domestic" }).click();
  await dialog(page).locator(".callout--bad").waitFor();
  assert.match(await dialog(page).innerText(), /“Domestic” cannot be deleted/);
  await look(page, "customer-group-refused");
  assertNoProblems(page);
  await page.context().close();
});

test("on a phone the lists and forms fit", async () => {
  const page = await logIn({ phone: true });
  for (const path of [LIST, `${LIST}?archive=1`, `${LIST}/new`, CUSTOMERS, `${CUSTOMERS}?edit=1`, `${CUSTOMERS}/new`, "/operations"]) {
    await page.goto(path);
    await assertFits(page);
    await assertAccessible(page);
  }
  assertNoProblems(page);
  await page.context().close();
});

test("a form that is on its way is not sent twice", async () => {
  const page = await logIn();
  let sent = 0;
  await page.route("**/settings/teams", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    sent += 1;
    await new Promise((resolve) => setTimeout(resolve, 600));
    return route.continue();
  });
  await page.goto("/settings/teams/new");
  await page.locator("main [name=name]").fill("Tide desk");
  // Both clicks before anything else can happen, as an impatient hand does it.
  const busy = await page.locator("main form[method=post] button.btn--primary").last().evaluate((button) => {
    button.click();
    button.click();
    return button.getAttribute("aria-busy");
  });
  assert.equal(busy, "true");
  await page.waitForURL("**/settings/teams");
  assert.equal(sent, 1);
  assert.equal(await page.getByText("Tide desk", { exact: true }).count(), 1);
});

test("A0-18: a form that is open already offers a group that somebody made a second ago", async () => {
  const page = await logIn();
  await page.goto("/clients");
  await page.getByRole("link", { name: "Cobbett Roofing" }).first().click();
  const address = page.url();
  await page.click("[aria-label='Edit client settings']");
  await page.waitForSelector("#edit-client[open]");
  const box = page.locator("#edit-client .combo").first();
  const picked = async () => (await box.locator(".token").allInnerTexts()).map((name) => name.trim());
  const offered = (name) => page.locator(".combo__opt:visible", { hasText: name });
  await box.locator("input").fill("Alli");
  await offered("Alliance").click();
  await page.keyboard.press("Escape");
  const before = await picked();
  assert.ok(before.includes("Alliance"), before.join());

  const other = await logIn();
  await other.goto(`${LIST}/new`);
  await other.fill("main [name=name]", "Minted meanwhile");
  await other.locator("main button:visible", { hasText: "Save" }).last().click();
  await other.getByText("Minted meanwhile", { exact: true }).first().waitFor();
  await other.context().close();

  await box.locator("[role=combobox]").focus();
  await page.keyboard.press("ArrowDown");
  await offered("Minted meanwhile").click();
  assert.deepEqual(await picked(), [...before, "Minted meanwhile"], "what was picked stays picked");
  await page.locator("#edit-client button", { hasText: "Save" }).click();
  await page.waitForSelector(".toast");
  await page.goto(address);
  assert.match(await page.locator("main").innerText(), /Alliance[\s\S]*Minted meanwhile|Minted meanwhile[\s\S]*Alliance/);
  assertNoProblems(page);
  await page.context().close();
});
