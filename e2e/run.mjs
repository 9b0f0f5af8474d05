// Drives a browser through the desk as its users would, and looks at every page with axe.
// `cargo xtask e2e` installs what this needs, starts the desk and passes its address, program and a folder for pictures.
import assert from "node:assert/strict";
import { spawn, execFileSync } from "node:child_process";
import { readFileSync, mkdtempSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [program, root, pictures, browserPath] = process.argv.slice(2);
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const started = [];

/** Starts the desk; gives its address once it listens. */
function serve(...args) {
  const desk = spawn(program, ["serve", "--listen", "127.0.0.1:0", ...args], { stdio: ["ignore", "ignore", "pipe"] });
  started.push(desk);
  return new Promise((resolve, reject) => {
    let told = "";
    desk.stderr.on("data", (chunk) => {
      told += chunk;
      const found = told.match(/(http:\/\/[0-9.]+:\d+)\//);
      if (found) resolve({ base: found[1], desk });
    });
    desk.on("exit", (code) => reject(new Error(`the desk ended with ${code}: ${told}`)));
  });
}

const browser = await chromium.launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

let nJourneys = 0;
async function journey(name, walk) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const trouble = [];
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("console", (line) => line.type() === "error" && /Content Security Policy/.test(line.text()) && trouble.push(line.text()));
  await walk(page, context);
  assert.deepEqual(trouble, [], name);
  await context.close();
  nJourneys += 1;
  console.log(`walked: ${name}`);
}

try {
  const { base } = await serve("--demo");
  const scratch = mkdtempSync(join(tmpdir(), "rapporteur-e2e-"));

  await journey("upload the sample and see its record", async (page) => {
    await page.goto(`${base}/upload`);
    const sample = readFileSync(join(root, "examples/press-release-2017-05-08.md"));
    await page.setInputFiles("input[type=file]", { name: "release.md", mimeType: "text/markdown", buffer: Buffer.concat([sample, Buffer.from("\n")]) });
    const sent = Date.now();
    await page.getByRole("button", { name: "Read and keep" }).click();
    await page.waitForURL(/\/documents\//);
    console.log(`  record shown after ${Date.now() - sent} ms`);
    assert.match(await page.locator("h1").innerText(), /Special ASEAN-U.S. Foreign Ministers Meeting/);
    assert.ok((await page.locator(".card").count()) >= 15);
    // both ways: from the text to the card, from the card to the text
    await page.locator(".text a.act").first().click();
    assert.match(page.url(), /#c-/);
    await page.locator(".card").first().getByRole("link", { name: "in the text" }).click();
    assert.match(page.url(), /#t-/);
  });

  await journey("drop files on the form", async (page) => {
    await page.goto(`${base}/upload`);
    await page.evaluate(() => {
      const dropped = new DataTransfer();
      for (let n = 0; n < 12; n += 1) {
        dropped.items.add(new File([`Readout ${n}\n\nOn 4 May 2025 the Foreign Minister of France urged Germany to sign agreement ${n}.\n`], `readout-${n}.txt`, { type: "text/plain" }));
      }
      document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
    });
    await page.waitForFunction(() => document.querySelector("h1").textContent === "Added");
    assert.match(await page.locator(".lead").innerText(), /12 documents are new/);
  });

  await journey("see who stands where, and follow one side's words", async (page) => {
    await page.goto(`${base}/issues`);
    assert.ok((await page.locator("table.matrix tbody td a").count()) > 5);
    await page.locator("table.matrix td a", { hasText: "×" }).first().click();
    assert.match(page.url(), /\/drift\?actor=/);
    await page.goto(`${base}/pair?one=XNL&other=XSD`);
    assert.ok((await page.locator("figure.chart rect").count()) > 3);
    await page.locator("figure.chart summary").click();
    assert.ok((await page.locator("figure.chart tbody tr").count()) > 3);
  });

  await journey("check a table of facts before it is laid over the world", async (page) => {
    await page.goto(`${base}/admin/world`);
    await page.getByLabel("Its name").fill("ministers.yaml");
    await page.getByLabel("Facts").fill("- entity: kb:country/XQQ\n  kind: dance\n");
    await page.getByRole("button", { name: "Check" }).click();
    assert.match(await page.locator("[role=alert]").innerText(), /ministers\.yaml:\d+: /);
  });

  await journey("find the request for a transit and reception center, and follow it to its thread", async (page) => {
    await page.goto(base);
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    await page.keyboard.type("transit and reception center");
    await page.keyboard.press("Enter");
    await page.locator("a.plain", { hasText: "request" }).first().click();
    assert.match(await page.locator("blockquote").innerText(), /transit and reception center/);
    await page.getByRole("link", { name: "its thread" }).click();
    assert.match(page.url(), /\/threads\//);
    assert.ok((await page.locator("ol.thread > li").count()) >= 1);
  });

  await journey("correct an act in its card and see the audit entry", async (page) => {
    await page.goto(`${base}/documents?q=norland-kessel`);
    await page.locator("main .row a").first().click();
    const card = page.locator(".card").first();
    await card.getByRole("link", { name: "correct" }).click();
    const form = card.locator("form.correct");
    await form.locator("select[name=type]").selectOption("announcement");
    await form.locator("input[name=reason]").fill("it tells what is to come");
    await form.getByRole("button", { name: "Keep the correction" }).click();
    await page.waitForURL(/#c-/);
    const badge = page.locator(".card", { hasText: "decided by a person" }).first();
    assert.match(await badge.innerText(), /announcement/);
    await page.goto(`${base}/admin`);
    assert.match(await page.locator("table.log").innerText(), /desk\s+decide/);
  });

  await journey("compare two readouts of one meeting", async (page) => {
    await page.goto(`${base}/meetings?with=XNL&and=XSD`);
    await page.locator(".row", { hasText: "2 reports" }).first().locator("a").first().click();
    const text = await page.locator("main").innerText();
    assert.match(text, /Both tell/);
    assert.match(text, /Only Norland/);
    assert.match(text, /Only Sudmark/);
    assert.match(text, /They differ/);
    assert.ok((await page.locator(".row, .pairing").count()) >= 3);
    const [left, right] = await page.locator(".columns h3 + p a").evaluateAll((links) => links.map((link) => link.getAttribute("href").split("/").pop()));
    await page.goto(`${base}/compare?left=${left}&right=${right}`);
    assert.match(await page.locator("main").innerText(), /Only the left/);
  });

  await journey("print a briefing", async (page) => {
    await page.goto(`${base}/briefing?with=XSD&us=XNL`);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("header.top").isVisible(), false);
    const pdf = await page.pdf({ format: "A4" });
    const nPages = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g).length;
    console.log(`  ${nPages} pages, ${pdf.length} bytes`);
    assert.ok(nPages <= 3);
  });

  await journey("review ten acts by keyboard only", async (page) => {
    await page.goto(`${base}/review`);
    const left = async () => Number((await page.locator("[role=status]").innerText()).match(/(\d+) acts? (?:is|are) undecided/)[1]);
    const before = await left();
    for (const key of ["a", "a", "r", "a", "a", "r", "a", "a", "a", "a"]) {
      await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
    }
    assert.equal(await left(), before - 10);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("u")]);
    assert.equal(await left(), before - 9);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("s")]);
    assert.equal(await left(), before - 9, "what is put off is still undecided");
    await page.keyboard.press("c");
    await page.keyboard.type("a remark with a, r and u in it");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.equal(await left(), before - 9, "a remark is no verdict");
  });

  await journey("read without JavaScript", async (_, context) => {
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const page = await plain.newPage();
    await page.goto(`${base}/documents?q=orsten`);
    await page.locator("main .row a").first().click();
    assert.ok((await page.locator(".text a.act").count()) > 2);
    await page.locator(".card summary").first().click();
    assert.ok(await page.locator(".card ul.why").first().isVisible());
    await page.locator(".card").first().getByRole("button", { name: "Accept" }).click();
    assert.match(await page.locator(".card").first().innerText(), /decided by a person/);
    await plain.close();
  });

  await journey("log in as each role and be refused what is not yours", async (page) => {
    const ledger = join(scratch, "roles.ledger");
    const passwords = {};
    for (const role of ["reader", "reviewer", "admin"]) {
      passwords[role] = execFileSync(program, ["account", role, "--role", role, "--ledger", ledger], { encoding: "utf8" }).trim();
    }
    const { base } = await serve("--ledger", ledger, "--require-login");
    const may = { reader: [200, 403, 403, 403], reviewer: [200, 200, 200, 403], admin: [200, 200, 200, 200] };
    for (const role of Object.keys(may)) {
      await page.goto(`${base}/documents`);
      assert.match(page.url(), /\/login/);
      await page.getByLabel("Name").fill(role);
      await page.getByLabel("Password").fill(role === "reader" ? "not the password" : passwords[role]);
      await page.getByRole("button", { name: "Log in" }).click();
      if (role === "reader") {
        assert.match(await page.locator("[role=alert]").innerText(), /do not belong together/);
        await page.getByLabel("Name").fill(role);
        await page.getByLabel("Password").fill(passwords[role]);
        await page.getByRole("button", { name: "Log in" }).click();
      }
      await page.waitForURL(/\/documents$/);
      const got = [];
      for (const path of ["/", "/review", "/upload", "/admin"]) got.push((await page.goto(base + path)).status());
      assert.deepEqual(got, may[role], role);
      await page.goto(base);
      await page.getByRole("button", { name: "Log out" }).click();
      await page.waitForURL(/\/login/);
    }
  });

  await journey("every page, light and dark, wide and narrow, is accessible and fits", async () => {
    const places = {
      home: "/", documents: "/documents", meetings: "/meetings", actors: "/actors", issues: "/issues",
      "follow-up": "/follow-up?view=all", due: "/follow-up?view=due", fulfilled: "/follow-up?view=fulfilled", world: "/admin/world", login: "/login", briefing: "/briefing?with=XSD&us=XNL", review: "/review",
      upload: "/upload", admin: "/admin", search: "/search?q=centre&type=request", pair: "/pair?one=XNL&other=XSD",
      actor: "/actors/XNL", person: "/actors/Ingrid%20Solheim", issue: "/issues/fisheries",
      drift: "/issues/fisheries/drift?actor=XNL", missing: "/nothing", api: "/api/v1/docs",
    };
    const find = await browser.newPage();
    const first = async (path, selector) => {
      await find.goto(base + path);
      return find.locator(selector).first().getAttribute("href");
    };
    places.document = await first("/documents?q=norland-orsten", "main .row a");
    places.source = `${places.document}/source`;
    await find.goto(`${base}/meetings?with=XNL&and=XSD`);
    places.meeting = await find.locator(".row", { hasText: "2 reports" }).first().locator("a").first().getAttribute("href");
    await find.goto(base + places.meeting);
    const [left, right] = await find.locator(".columns h3 + p a").evaluateAll((links) => links.map((link) => link.getAttribute("href").split("/").pop()));
    places.compare = `/compare?left=${left}&right=${right}`;
    places.act = await first("/search?q=%22joint+fisheries+inspection%22&type=request&since=2025-03-01&until=2025-04-01", "main a[href^='/acts/']");
    places.thread = places.act.replace("acts", "threads");
    await find.close();
    mkdirSync(pictures, { recursive: true });
    const faults = [];
    for (const [width, colorScheme] of [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]]) {
      // axe is put into the page, which the page's own policy would refuse
      const context = await browser.newContext({ viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme, bypassCSP: true });
      const page = await context.newPage();
      for (const [name, path] of Object.entries(places)) {
        await page.goto(base + path);
        if ((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) > 0) faults.push(`${name} ${width}: wider than the window`);
        await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`) });
        await page.addScriptTag({ content: axe });
        const found = await page.evaluate(async () => (await globalThis.axe.run()).violations.map((v) => `${v.impact} ${v.id}: ${v.nodes[0].html.slice(0, 120)}`));
        faults.push(...found.map((f) => `${name} ${width} ${colorScheme}: ${f}`));
      }
      await context.close();
    }
    const grave = faults.filter((f) => !/: (minor|moderate) /.test(f));
    for (const fault of faults) console.log(`  ${fault}`);
    console.log(`  ${Object.keys(places).length} pages in 4 guises, ${faults.length} findings, ${grave.length} of them serious`);
    assert.deepEqual(grave, []);
  });

  console.log(`e2e: ${nJourneys} journeys walked`);
} finally {
  await browser.close();
  for (const desk of started) desk.kill("SIGTERM");
}
