// Billing groups in a browser: searching, ticking, naming who pays, in the dialog and without scripts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, openStage } from "./helpers.mjs";

const stage = openStage();

/** A2-15, A2-16 on the page: ticks stay while the search changes; the payer is chosen; the list shows the new group. */
test("a billing group is made in the dialog", async () => {
  const page = await stage.logIn();
  await page.goto("/billing-groups");
  await look(page, "billing-groups");
  await page.click("text=Create group");
  const dialog = page.locator("#overlay dialog[open]");
  await dialog.waitFor();
  assert.equal(await dialog.getByRole("button", { name: "Save group" }).isDisabled(), true);
  await dialog.getByLabel("Name").fill("Harbour schools");
  const find = dialog.getByLabel("Find clients");
  await find.pressSequentially("larkrise");
  await dialog.getByText("1 client matches “larkrise”").waitFor();
  await dialog.getByRole("checkbox", { name: /Larkrise/ }).click();
  await dialog.getByText("1 client in the group").waitFor();
  await find.fill("inkwell");
  await dialog.getByText("1 client matches “inkwell”").waitFor();
  await dialog.getByRole("checkbox", { name: /Inkwell/ }).click();
  await dialog.getByText("2 clients in the group").waitFor();
  assert.equal(await dialog.getByLabel("Name").inputValue(), "Harbour schools");
  await dialog.getByRole("radio", { name: /Inkwell/ }).click();
  await dialog.getByRole("button", { name: "Take Larkrise Nursery School out" }).click();
  await dialog.getByText("1 client in the group").waitFor();
  await look(page, "billing-group-dialog");
  await dialog.getByRole("button", { name: "Save group" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.locator("#billing-groups").getByText("Harbour schools").waitFor();
  await page.getByText("Created the billing group “Harbour schools”.").waitFor();
  await page.context().close();
});

/** A2-17 on the page: hidden groups come with a tick. */
test("hidden groups are shown on demand", async () => {
  const page = await stage.logIn();
  await page.goto("/billing-groups");
  assert.equal(await page.getByText("Tidewater boats").count(), 0);
  await page.getByLabel("Show hidden groups").check();
  await page.getByRole("link", { name: "Tidewater boats", exact: true }).waitFor();
  await page.context().close();
});

/** A2-16: the dialog says what the group is by now when somebody saved it meanwhile. */
test("a stale dialog shows both versions", async () => {
  const [mine, theirs] = [await stage.logIn(), await stage.logIn()];
  for (const page of [mine, theirs]) {
    await page.goto("/billing-groups");
    await page.getByRole("link", { name: "Edit Kestrel agencies" }).click();
    await page.locator("#overlay dialog[open]").waitFor();
  }
  await mine.getByLabel("Name").fill("Kestrel houses");
  await mine.getByRole("button", { name: "Save group" }).click();
  await mine.locator("#billing-groups").getByText("Kestrel houses").waitFor();
  await theirs.getByLabel("Name").fill("Kestrels");
  await theirs.getByRole("button", { name: "Save group" }).click();
  await theirs.getByText("“Kestrel houses” with Kestrel Digital, Kestrel Media House.").waitFor();
  assert.equal(await theirs.getByLabel("Name").inputValue(), "Kestrels");
  await mine.context().close();
  await theirs.context().close();
});
