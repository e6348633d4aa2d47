// Invoices: a draft is written without JavaScript, booked, printed and credited; every page is looked at.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoProblems, look, openStage } from "./helpers.mjs";

const { logIn } = openStage();

async function press(page, name) {
  await page.locator("main, header").getByRole("button", { name, exact: true }).last().click();
}

test("an invoice is written, booked and credited without JavaScript", async () => {
  const page = await logIn({ javaScript: false });
  await page.goto("/settings/invoices/products/new");
  await page.fill("[name=name]", "Harbour survey");
  await page.fill("[name=price]", "120.50");
  await page.fill("[name=unit]", "hour");
  await press(page, "Save");
  await page.goto("/invoices/new");
  await page.locator("tbody a.btn").first().click();
  await page.locator("select[name=product]").selectOption({ label: "Harbour survey" });
  await page.locator("[name=quantity]").fill("2");
  await press(page, "Add line");
  assert.equal(await page.locator("tbody tr").count(), 2);
  await page.locator("[name=text]").nth(1).fill("Travel");
  await page.locator("[name=unit_price]").nth(1).fill("40");
  await page.fill("[name=payment_days]", "0");
  await page.locator("main button.btn--primary").click();
  assert.match(await page.locator(".paper__no").innerText(), /^\(\d+\)$/);
  assert.match(await page.locator(".paper").innerText(), /DRAFT[\s\S]*Harbour survey[\s\S]*241\.00[\s\S]*Payable at once/);
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await page.locator("[aria-label='Remove line 2']").click();
  assert.equal(await page.locator("[name=text]").first().inputValue(), "Harbour survey");
  await press(page, "Save and book");
  const number = await page.locator(".paper__no").innerText();
  assert.match(number, /\d+-\d+/);
  assert.ok(!(await page.locator(".paper").innerText()).includes("DRAFT"));
  const address = page.url();
  await page.getByRole("link", { name: "Print", exact: true }).click();
  const paper = await page.content();
  await page.reload();
  assert.equal(await page.content(), paper);
  await page.goto(address);
  await press(page, "Credit note");
  await press(page, "Save and book");
  assert.match(await page.locator(".paper").innerText(), new RegExp(`corrects invoice ${number}`));
  await page.goto(address);
  assert.match(await page.locator(".status--pill").innerText(), /Settled/);
  assertNoProblems(page);
  await page.context().close();
});

test("the pages of invoices are looked at", async () => {
  const page = await logIn();
  await page.goto("/invoices");
  await look(page, "invoices");
  await page.goto("/invoices?state=draft&q=nobody");
  await look(page, "invoices-none");
  await page.goto("/invoices?state=booked");
  const booked = page.locator("tbody .cell-main a").first();
  await booked.click();
  await look(page, "invoice");
  await page.goto("/invoices/new");
  await look(page, "invoice-client");
  await page.locator("tbody a.btn").first().click();
  await look(page, "invoice-new");
  await page.locator("[name=text]").first().fill("Advice");
  await page.locator("[name=unit_price]").first().fill("100");
  await page.locator("main button.btn--primary").click();
  await look(page, "invoice-draft");
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await look(page, "invoice-edit");
  await page.locator("[name=unit_price]").first().fill("much");
  await page.locator("main button.btn--primary").click();
  await look(page, "invoice-refused");
  await page.goto("/settings/invoices");
  await look(page, "products");
  await page.goto("/settings/invoices/products/new");
  await look(page, "product-new");
  await page.context().close();
});
