// Opens pages in Chromium, collects everything that goes wrong on them, checks accessibility, and takes pictures.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

import { startServer } from "./server.mjs";

export { run, startServer } from "./server.mjs";

const OUT = fileURLToPath(new URL("./out/", import.meta.url));
const DESK = { width: 1360, height: 860 };
const PHONE = { width: 390, height: 844 };
/** Milliseconds. A machine that compiles beside the tests is slow, and slow is no fault of a page. */
const PATIENCE = 90_000;
/** Half as long as what the package exports, and a page reads it anew each time. */
export const AXE = await readFile(new URL("./node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
/** What the theme and the width change. */
export const LOOKS = ["color-contrast", "link-in-text-block", "target-size"];
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What a page loads for itself; a fetch by a script may be refused with 4xx, and the page then shows the refusal. */
const PARTS = new Set(["script", "stylesheet", "image", "font", "manifest"]);

/** The one without windows first: it does the same for a third less work. */
const CHROMIUMS = [process.env.COTERIE_CHROMIUM, "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

export async function openBrowser() {
  return chromium.launch({
    executablePath: CHROMIUMS.find((path) => path && existsSync(path)),
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
}

/**
 * For a file of tests: a server with the demo and a browser stand before the first test and end after the last.
 * `logIn(options)` opens a page as the owner of the demo, `logInAs(email, password, options)` as anybody.
 */
export function openStage() {
  const stage = {
    async logIn(options) {
      const [, email, password] = stage.server.demoLines.join("\n").match(/Log in as (\S+) with (\S+)/);
      return stage.logInAs(email, password, options);
    },
    async logInAs(email, password, options = {}) {
      const page = await openPage(stage.browser, { baseURL: stage.server.url, ...options });
      await page.goto("/login");
      await page.fill("[name=email]", email);
      await page.fill("[name=password]", password);
      await page.click("main button[type=submit]");
      await page.waitForURL((url) => url.pathname !== "/login");
      return page;
    },
  };
  before(async () => {
    stage.server = await startServer({ demo: true });
    stage.browser = await openBrowser();
  });
  after(async () => {
    await stage.browser?.close();
    await stage.server?.stop();
  });
  return stage;
}

/**
 * A page in a context of its own, so that nobody is logged in. `page.problems` fills with console errors, thrown
 * errors, breaches of the Content-Security-Policy, parts that do not load, and answers of 5xx.
 */
export async function openPage(browser, { theme = "light", phone = false, javaScript = true, baseURL } = {}) {
  const context = await browser.newContext({
    baseURL, colorScheme: theme, viewport: phone ? PHONE : DESK, javaScriptEnabled: javaScript, reducedMotion: "reduce",
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.problems = [];
  const note = (problem) => page.problems.push(problem);
  page.on("console", (message) => {
    // The answer itself is judged below, by what asked for it.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) note(message.text());
  });
  page.on("pageerror", (error) => note(`thrown: ${error.message}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    if (reason !== "net::ERR_ABORTED") note(`${request.method()} ${request.url()} failed: ${reason}`);
  });
  page.on("response", (answer) => {
    const request = answer.request();
    const worst = PARTS.has(request.resourceType()) ? 400 : 500;
    if (answer.status() >= worst) note(`${request.method()} ${request.url()} answered ${answer.status()}`);
  });
  return page;
}

/** Fails with every problem that the page met so far. */
export function assertNoProblems(page) {
  assert.deepEqual(page.problems, [], `${page.url()} has problems`);
}

/**
 * Fails with every breach of WCAG 2.2 AA that axe finds, or of `rules` alone, naming the rule and the element. Rules
 * about the looks alone are asked of each kind of row once: what is built alike looks alike.
 */
export async function assertAccessible(page, rules) {
  // Injected by the debugger, so the page's own policy stays as strict as it is.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const violations = await page.evaluate(async ([looks, tags, looksOnly]) => {
    const kindOf = (element) => [element, ...element.querySelectorAll("*")].map((part) => [
      part.tagName, ...["class", "type", "aria-current", "aria-selected", "aria-disabled"].map((name) => part.getAttribute(name)),
      part.disabled, part.checked,
    ].join()).join("|");
    const alike = () => [...document.querySelectorAll("tbody, ul, ol, [role=listbox], .calls")].flatMap((list) => {
      const kinds = new Set();
      return [...list.children].filter((child) => {
        const kind = kindOf(child);
        return kinds.size === kinds.add(kind).size;
      });
    });
    const run = async (context, runOnly, more) => {
      const found = await window.axe.run(context, { runOnly, resultTypes: ["violations"], preload: false, ...more });
      return found.violations;
    };
    const found = await run({ exclude: alike() }, { type: "rule", values: looks });
    if (looksOnly) return found;
    const others = Object.fromEntries(looks.map((rule) => [rule, { enabled: false }]));
    return [...found, ...await run(document, { type: "tag", values: tags }, { rules: others })];
  }, [rules ?? LOOKS, AXE_TAGS, Boolean(rules)]);
  const found = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
  assert.deepEqual(found, [], `${page.url()} is not accessible`);
}

/** Fails when the page can be scrolled sideways at its present width. */
export async function assertFits(page) {
  const { wide, window } = await page.evaluate(() => (
    { wide: document.documentElement.scrollWidth, window: document.documentElement.clientWidth }
  ));
  assert.ok(wide <= window, `${page.url()} is ${wide} px wide in a window of ${window} px`);
}

/**
 * Looks at the page in light, in dark and on a phone: accessible and without overflow in each. A picture of each view
 * goes to out/ when COTERIE_PICTURES is set, and of the view that fails in any case.
 */
export async function look(page, name) {
  await mkdir(OUT, { recursive: true });
  const before = page.viewportSize();
  for (const [view, colorScheme, size] of [["light", "light", DESK], ["dark", "dark", DESK], ["phone", "light", PHONE]]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize(size);
    const picture = () => page.screenshot({ path: `${OUT}${name}-${view}.png`, fullPage: true });
    if (process.env.COTERIE_PICTURES) await picture();
    try {
      await assertFits(page);
      // Another theme changes colours, no names and no roles.
      await assertAccessible(page, view === "dark" ? LOOKS : undefined);
    } catch (problem) {
      await picture();
      throw problem;
    }
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.setViewportSize(before);
  assertNoProblems(page);
}
