// Every page of the route table is opened as the owner of the demo: it answers, fits, is accessible and shows the focus.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { AXE, LOOKS, assertAccessible, assertFits, assertNoProblems, openPage, openStage } from "./helpers.mjs";

const ROUTES = new URL("../../crates/web/src/routes/", import.meta.url);
const DESK = { width: 1360, height: 860 };
const PHONE = { width: 390, height: 844 };
/** Pages at once. Each has a context of its own with the same login. */
const HANDS = 2;
/** Where no link leads: parts of pages, and the form behind the disc for those without script. */
const BY_HAND = ["/palette?q=ha", "/client-groups/options?q=a", "/report/save?dataset=time"];
/** How many addresses of a pattern are followed from one page, because a draft leads elsewhere than a booked invoice. */
const FOLLOWED = 2;
const MOST_FOLLOWED = 400;
/** Pages of somebody who is not logged in; tests of the hallway open them. */
const OUTSIDE = new Set(["/setup", "/login", "/invitation"]);
/** Answers that are no pages: a file comes, and only its status counts. */
const isFile = (path) => /\.(csv|xlsx)$|\/report\/export\//.test(path);

/** A page may say that it cannot be done, and why: 409. */
const isAnswer = (status) => status === 200 || status === 409;

const stage = openStage();

/** A page with the owner's login. */
async function owner(cookies, options) {
  const page = await openPage(stage.browser, { baseURL: stage.server.url, ...options });
  await page.context().addCookies(cookies);
  return page;
}

/** The paths of the route table that answer GET with a page, such as `/clients/{id}`. */
async function patterns() {
  const found = new Set();
  for (const name of await readdir(ROUTES)) {
    const text = await readFile(new URL(name, ROUTES), "utf8");
    for (const [, path] of text.matchAll(/\bpage\(\s*GET,\s*"([^"]+)"/g)) found.add(path);
  }
  return [...found].sort();
}

/** The pattern that an address is an instance of: the one with the fewest holes. */
function patternOf(path, all) {
  const parts = path.split("/");
  const fits = (pattern) => {
    const wanted = pattern.split("/");
    return wanted.length === parts.length && wanted.every((part, at) => part.startsWith("{") ? parts[at] !== "" : part === parts[at]);
  };
  const holes = (pattern) => pattern.split("{").length;
  return all.filter(fits).sort((one, other) => holes(one) - holes(other))[0];
}

/** What the demo has none of: a file to import. */
async function furnish(page) {
  const { request } = page;
  const headers = { origin: stage.server.url };
  const file = { name: "clients.csv", mimeType: "text/csv", buffer: Buffer.from("Name,Customer group\nLast Light Chandlery,Nowhere\n") };
  const upload = await request.post("/imports", { headers, multipart: { file }, maxRedirects: 0 });
  assert.equal(upload.status(), 303, await upload.text());
  await page.goto(upload.headers().location);
  await page.getByRole("button", { name: "Check the rows" }).click();
  return [upload.headers().location];
}

/** Follows links from the menus on until no new pattern turns up; the first address of each pattern stands for it. */
async function addresses(all, cookies) {
  const of = new Map();
  const seen = new Set();
  const page = await owner(cookies, { javaScript: false });
  const { request } = page;
  // A view is a tab of the list; what changes it stands on the list that it shows.
  const [, view] = (await (await request.get("/clients")).text()).match(/[?;&]view=(\w+)/);
  const waiting = [
    "/", "/account", "/companies", "/invoices?state=booked", "/invoices?state=draft", `/clients/views/${view}`,
    ...BY_HAND, ...await furnish(page),
  ];
  for (const path of waiting) if (!of.has(patternOf(path.split("?")[0], all))) of.set(patternOf(path.split("?")[0], all), path);
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const answer = await request.get(next);
    assert.ok(isAnswer(answer.status()), `${next} answers ${answer.status()}`);
    if (!(answer.headers()["content-type"] ?? "").startsWith("text/html")) continue;
    const counts = new Map();
    for (const [, raw] of (await answer.text()).matchAll(/<a\s[^>]*?href="([^"]+)"/g)) {
      const url = new URL(raw.replaceAll("&amp;", "&").replaceAll("&#38;", "&"), new URL(next, stage.server.url));
      const pattern = url.origin === stage.server.url && patternOf(url.pathname, all);
      const count = counts.get(pattern) ?? 0;
      // What another page showed already shows nothing new, whatever it is sorted and filtered by.
      if (!pattern || count >= FOLLOWED || seen.has(url.pathname)) continue;
      counts.set(pattern, count + 1);
      seen.add(url.pathname);
      if (!of.has(pattern)) of.set(pattern, url.pathname + url.search);
      if (seen.size < MOST_FOLLOWED && !isFile(url.pathname)) waiting.push(url.pathname + url.search);
    }
  }
  await page.context().close();
  return of;
}

/** What hides the keyboard's place: things that look the same with and without the focus. */
async function hiddenFocus(page) {
  await page.keyboard.press("Tab");
  return page.evaluate(() => {
    const looks = (element) => {
      const seen = [];
      for (let at = element, up = 0; at && up < 4; at = at.parentElement, up += 1) {
        const { outlineStyle, outlineWidth, boxShadow, borderColor, top } = getComputedStyle(at);
        seen.push(outlineStyle === "none" ? "" : `${outlineStyle}${outlineWidth}`, boxShadow, borderColor, top);
      }
      return seen.join("|");
    };
    const kinds = new Set();
    const hidden = [];
    for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
      const kind = `${element.tagName}.${element.className}`;
      if (kinds.has(kind) || element.disabled || !element.checkVisibility({ visibilityProperty: true })) continue;
      kinds.add(kind);
      document.activeElement?.blur();
      const without = looks(element);
      element.focus({ preventScroll: true });
      if (document.activeElement === element && looks(element) === without) hidden.push(element.outerHTML.slice(0, 160));
    }
    document.activeElement?.blur();
    return hidden;
  });
}

/** Both at once, so that the page is laid out anew once. */
function seenAt(page, size, colorScheme) {
  return Promise.all([page.setViewportSize(size), page.emulateMedia({ colorScheme, reducedMotion: "reduce" })]);
}

async function inspect(page, path) {
  await seenAt(page, DESK, "light");
  const answer = await page.goto(path);
  assert.ok(isAnswer(answer.status()), `${path} answers ${answer.status()}`);
  // A part of a page comes without a frame, and what it says is looked at where it stands.
  if (!(await page.locator("body main").count())) return;
  assert.match(await page.title(), /\S.* · Coterie$|^(Invoice|Credit note)/, `${path} has no title`);
  assert.equal(await page.locator("h1").count(), 1, `${path} has one first heading`);
  await assertAccessible(page);
  assert.deepEqual(await hiddenFocus(page), [], `${path} hides the focus`);
  // Another theme and another width change colours and places, no names and no roles.
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await assertAccessible(page, LOOKS);
  await seenAt(page, PHONE, "light");
  await assertFits(page);
  await assertAccessible(page, LOOKS);
  assertNoProblems(page);
}

test("every page of the route table answers, fits and is accessible", async () => {
  const all = (await patterns()).filter((pattern) => !OUTSIDE.has(pattern));
  assert.ok(all.length > 60, "the route table is read");
  const first = await stage.logIn();
  const cookies = await first.context().cookies();
  await first.context().close();
  const found = await addresses(all, cookies);
  const failures = all.filter((pattern) => !found.has(pattern)).map((pattern) => `${pattern}: no link leads there`);
  const waiting = [...found.values()];
  const hand = async () => {
    const page = await owner(cookies);
    // Told once, the browser brings it to every page: sending it to each took longer.
    await page.addInitScript({ content: AXE });
    for (let path = waiting.pop(); path; path = waiting.pop()) {
      page.problems.length = 0;
      try {
        if (isFile(path.split("?")[0])) assert.equal((await page.request.get(path)).status(), 200, path);
        else await inspect(page, path);
      } catch (problem) {
        failures.push(`${path}: ${problem.message}\n${(problem.actual ?? []).toString().slice(0, 900)}`);
      }
    }
    await page.context().close();
  };
  await Promise.all(Array.from({ length: HANDS }, hand));
  assert.deepEqual(failures, []);
});
