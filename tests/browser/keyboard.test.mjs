// Everything by keyboard: the skip link, menus, dialogs, the box of client groups, and a ring wherever the focus stands.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoProblems, openStage } from "./helpers.mjs";

const stage = openStage();
/** More presses than any part under test has stops. */
const ONCE_AROUND = 40;

/** What has the focus, in the words of assistive technology. */
const focused = (page) => page.evaluate(() => {
  const { activeElement: element } = document;
  return (element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent).trim().replace(/\s+/g, " ");
});

/** Fails unless the element with the focus, or the box around it, has a ring. */
async function assertRing(page, what) {
  const ring = await page.evaluate(() => {
    for (let at = document.activeElement, up = 0; at && up < 4; at = at.parentElement, up += 1) {
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      if (outlineStyle !== "none" && outlineWidth !== "0px") return `${outlineStyle} ${outlineWidth}`;
    }
    return "none";
  });
  assert.notEqual(ring, "none", `${what} shows no ring`);
}

test("the skip link is the first stop, is seen, and leads to the content", async () => {
  const page = await stage.logIn();
  for (const path of ["/clients", "/settings/office", "/report", "/nowhere-at-all"]) {
    await page.goto(path);
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Skip to content", path);
    await assertRing(page, "the skip link");
    const box = await page.locator(":focus").boundingBox();
    assert.ok(box.y >= 0 && box.height > 10, `${path}: the skip link is in sight`);
    await page.keyboard.press("Enter");
    const inMain = () => page.evaluate(() => document.activeElement.closest("main") !== null);
    assert.ok(await inMain(), `${path}: the focus is on the content`);
    await page.keyboard.press("Tab");
    assert.ok(await inMain(), `${path}: and goes on inside it`);
  }
  await page.context().close();
});

test("a menu opens and closes by keyboard and gives the focus back", async () => {
  const page = await stage.logIn();
  await page.goto("/clients");
  const summary = page.locator("details[data-menu] > summary").first();
  await summary.focus();
  await page.keyboard.press("Enter");
  const menu = page.locator("details[data-menu][open]");
  assert.equal(await menu.count(), 1, "Enter opens it");
  await page.keyboard.press("Tab");
  assert.ok(await menu.locator("a:focus, button:focus").count(), "Tab goes into it");
  await assertRing(page, "an item of the menu");
  await page.keyboard.press("Escape");
  assert.equal(await menu.count(), 0, "Escape closes it");
  assert.ok(await summary.evaluate((element) => element === document.activeElement), "the focus is back on its button");
  assertNoProblems(page);
  await page.context().close();
});

test("a dialog keeps the focus, closes on Escape and gives the focus back", async () => {
  const page = await stage.logIn();
  await page.goto("/settings/client-groups");
  const openers = [
    page.getByRole("link", { name: "Add" }).or(page.getByRole("button", { name: "Add" })).first(),
    page.getByRole("link", { name: /^Edit/ }).or(page.getByRole("button", { name: /^Edit/ })).first(),
  ];
  for (const opener of openers) {
    await opener.focus();
    const name = await focused(page);
    await page.keyboard.press("Enter");
    const dialog = page.locator("dialog[open]");
    await dialog.waitFor();
    const inside = () => page.evaluate(() => {
      const { activeElement: element } = document;
      // Between the last stop and the first the browser itself has the focus.
      return element === document.body || element.closest("dialog[open]") !== null;
    });
    assert.ok(await inside(), `${name}: the focus goes into the dialog`);
    for (const key of ["Tab", "Shift+Tab"]) {
      for (let press = 0; press < ONCE_AROUND; press += 1) {
        await page.keyboard.press(key);
        assert.ok(await inside(), `${name}: ${key} leaves the dialog to ${await focused(page)}`);
      }
    }
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.equal(await focused(page), name, "the focus is back where it was");
    await assertRing(page, name);
  }
  assertNoProblems(page);
  await page.context().close();
});

test("the palette opens by Ctrl K, is walked with arrows, and Escape leaves everything as it was", async () => {
  const page = await stage.logIn();
  await page.goto("/clients");
  const search = page.locator("main input[type=search]").first();
  await search.focus();
  await page.keyboard.press("Control+k");
  const palette = page.locator("#palette");
  await palette.locator("[role=option]").first().waitFor();
  const active = () => palette.locator("input").getAttribute("aria-activedescendant");
  const first = await active();
  await page.keyboard.press("ArrowDown");
  assert.notEqual(await active(), first, "the arrow moves");
  await page.keyboard.press("ArrowUp");
  assert.equal(await active(), first, "and back");
  await page.keyboard.press("Escape");
  assert.equal(await palette.evaluate((dialog) => dialog.open), false);
  assert.ok(await search.evaluate((element) => element === document.activeElement), "the focus is back in the search");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("journal");
  await page.waitForFunction(() => document.querySelector("#palette [role=option]")?.textContent.includes("Journal"));
  await page.keyboard.press("Enter");
  await page.waitForURL("**/ledger/journal");
  assertNoProblems(page);
  await page.context().close();
});

test("client groups are picked by typing, arrows, Enter, Backspace and Escape", async () => {
  const page = await stage.logIn();
  await page.goto("/clients/new");
  const box = page.locator(".combo").first();
  const input = box.locator("[role=combobox]");
  const picked = () => box.locator(".token").allInnerTexts();
  await input.focus();
  await assertRing(page, "the box of client groups");
  await page.keyboard.press("ArrowDown");
  assert.equal(await input.getAttribute("aria-expanded"), "true", "the arrow opens the list");
  await box.locator("[role=option]").nth(2).waitFor();
  const names = (await box.locator("[role=option] .grp").allInnerTexts()).map((name) => name.trim());
  const pointed = () => input.getAttribute("aria-activedescendant");
  const first = await pointed();
  await page.keyboard.press("ArrowDown");
  assert.notEqual(await pointed(), first, "the arrow moves");
  await page.keyboard.press("Enter");
  assert.deepEqual((await picked()).map((name) => name.trim()), [names[1]], "Enter picks");
  await page.keyboard.type(names[0].slice(0, 5).toLowerCase());
  await page.waitForFunction(() => document.querySelectorAll(".combo [role=option]").length < 3);
  await page.keyboard.press("Enter");
  assert.deepEqual((await picked()).map((name) => name.trim()), [names[1], names[0]], "typing narrows, Enter picks the first");
  await page.keyboard.press("Backspace");
  assert.deepEqual((await picked()).map((name) => name.trim()), [names[1]], "Backspace takes the last back");
  await page.keyboard.press("Escape");
  assert.equal(await input.getAttribute("aria-expanded"), "false", "Escape closes the list");
  assert.deepEqual((await picked()).length, 1, "and keeps what is picked");
  assert.deepEqual(await page.locator("select[data-combo]").first().evaluate((select) => select.selectedOptions.length), 1);
  assertNoProblems(page);
  await page.context().close();
});

test("every stop of a page has a ring, by Tab alone", async () => {
  const page = await stage.logIn();
  for (const path of ["/clients", "/clients/new", "/settings/client-groups", "/report", "/invoices/new", "/settings/audit"]) {
    await page.goto(path);
    const kinds = new Set();
    for (let press = 0; press < 90; press += 1) {
      await page.keyboard.press("Tab");
      const kind = await page.evaluate(() => `${document.activeElement.tagName}.${document.activeElement.className}`);
      if (kind.startsWith("BODY")) break;
      if (kinds.has(kind)) continue;
      kinds.add(kind);
      await assertRing(page, `${path}: ${kind}`);
    }
    assert.ok(kinds.size > 2, `${path} has stops: ${[...kinds]}`);
  }
  await page.context().close();
});
