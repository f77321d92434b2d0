import { readFile } from "node:fs/promises";
import { newPhone, person } from "../fixtures/people";
import { wordsOf } from "../fixtures/pdf";
import { PROTECTED, SAVED, type Someone } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

const SEEN = "You have already seen this code. We cannot show it twice.";

async function standsAtTheCode(ana: Someone, phone: number) {
  await ana.signsIn();
  await ana.changesPhone(newPhone(phone));
}

/** The code is nowhere in the page any more, not even hidden. */
async function isGone(ana: Someone, page = ana.page) {
  await expect(page.getByText(SEEN)).toBeVisible();
  const source = await page.content();
  expect(source).not.toContain(ana.recovery);
  expect(source).not.toContain(ana.recovery.replaceAll("-", ""));
}

test("recovery_once", async ({ arrives, page, context }) => {
  test.slow();
  const ana = arrives(person(26));
  await standsAtTheCode(ana, 12);
  expect(ana.recovery).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);

  await test.step("a second tab", async () => {
    const second = await context.newPage();
    await second.goto(page.url());
    await isGone(ana, second);
    await second.close();
  });
  await test.step("out of the browser’s memory of pages", async () => {
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    await isGone(ana);
  });
  await test.step("reload", async () => {
    await ana.reloads();
    await isGone(ana);
  });
  await test.step("back and forward", async () => {
    await ana.leavesAndReturns();
    await ana.sees("Save your recovery code");
    await isGone(ana);
  });
  await test.step("after Finish", async () => {
    await ana.ticks(SAVED);
    await ana.presses("Finish");
    await ana.sees(PROTECTED);
    await ana.goes("/settings/2fa/recovery-code");
    await isGone(ana);
  });
});

test("a browser that keeps whole pages in memory does not bring the code back", async ({ arrives, playwright, launchOptions, baseURL }) => {
  test.slow();
  const browser = await playwright.chromium.launch({ ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  const page = await browser.newPage({ baseURL });
  const ana = arrives(person(49), page);
  await standsAtTheCode(ana, 31);
  await page.goto("/simulator");
  await page.goto("/overview");
  for (const heading of ["Simulator", "Save your recovery code"]) {
    await page.evaluate(() => history.back());
    await ana.sees(heading);
  }
  await isGone(ana);
  await browser.close();
});

test("leaving by a link and coming back shows no code", async ({ arrives, page }) => {
  test.slow();
  const ana = arrives(person(27));
  await standsAtTheCode(ana, 13);
  await ana.presses("Leave without saving your code");
  await ana.sees("Leave without saving your code?");
  await page.goBack();
  await ana.sees("Save your recovery code");
  await isGone(ana);
  const unsaved = ana.recovery;
  await ana.presses("Get a new recovery code");
  await expect(page.getByText(SEEN)).toBeHidden();
  await ana.readsRecoveryCode();
  expect(ana.recovery).not.toBe(unsaved);
});

test("the page that shows the code is kept nowhere", async ({ arrives, page }) => {
  test.slow();
  const ana = arrives(person(28));
  await standsAtTheCode(ana, 14);
  const response = await page.reload();
  expect(response?.headers()["cache-control"]).toContain("no-store");
});

test("Finish asks for the tick first, and the code stays in sight", async ({ arrives, page }) => {
  test.slow();
  const ana = arrives(person(29));
  await standsAtTheCode(ana, 15);
  const shown = ana.recovery;
  await ana.presses("Finish");
  await ana.isTold("Save your code first, then tick the box.");
  await expect(page.getByRole("checkbox", { name: SAVED })).toHaveAttribute("aria-invalid", "true");
  await ana.readsRecoveryCode();
  expect(ana.recovery).toBe(shown);
  await ana.finishes();
});

test("Download gives a text file named recovery-code", async ({ arrives, page, context }) => {
  test.slow();
  const ana = arrives(person(30));
  await standsAtTheCode(ana, 16);
  const link = (await ana.control("Download").getAttribute("href")) ?? "";
  const arriving = page.waitForEvent("download");
  await ana.presses("Download");
  const download = await arriving;
  expect(download.suggestedFilename()).toMatch(/^recovery-code-[a-z0-9-]*\.txt$/);
  const text = await readFile(await download.path(), "utf8");
  expect(text).toContain(ana.recovery);
  expect(text).toContain(ana.who.email);

  const answer = await page.evaluate(async (address) => {
    const response = await fetch(address);
    const { status, headers } = response;
    return { status, type: headers.get("content-type"), kept: headers.get("cache-control"), as: headers.get("content-disposition") };
  }, link);
  expect(answer.status).toBe(200);
  expect(answer.type).toContain("text/plain");
  expect(answer.kept).toContain("no-store");
  expect(answer.as).toMatch(/^attachment; filename="?recovery-code-/);

  // The link belongs to this page: it opens nothing from elsewhere, nor after Finish.
  const stranger = await context.browser()?.newContext();
  const refused = await stranger?.request.get(new URL(link, page.url()).href);
  expect(await refused?.text()).not.toContain(ana.recovery);
  await stranger?.close();
  await ana.finishes();
  const late = await page.evaluate(async (address) => (await fetch(address)).text(), link);
  expect(late).not.toContain(ana.recovery);
});

test("Copy puts the code on the clipboard and says so", async ({ arrives, page, context }) => {
  test.slow();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const ana = arrives(person(31));
  await standsAtTheCode(ana, 17);
  await ana.presses("Copy");
  await expect(ana.control("Copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(ana.recovery);
});

test("print_recovery_pdf", async ({ arrives, page }) => {
  test.slow();
  const ana = arrives(person(32));
  await standsAtTheCode(ana, 18);
  const today = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
  const sheet = [
    "Rekey · Emergency recovery code",
    `Account ${ana.who.email}`,
    `Made ${today.format(new Date()).replace("Sept", "Sep")}`,
    ana.recovery,
    "Sign in with your email and password. On the code page choose “Use your recovery code”.",
    "Type the code above. It works once; then you add a new phone and get a new code.",
    "Keep this sheet in a safe place, away from your phone. Nobody from Rekey will ask for it.",
  ];
  const expected = sheet.join("").replace(/\s/g, "");
  // The numbers of the list are the only marks besides.
  const printed = async () => wordsOf(await page.pdf({ format: "A4" })).replace(/[123]\.(?=Signin|Typethe|Keepthis)/g, "");

  expect(await printed(), "the page itself, printed").toBe(expected);
  await ana.goes((await ana.control("Print").getAttribute("href")) ?? "");
  await expect(page.getByText(ana.recovery)).toBeVisible();
  expect(await printed(), "the page to print, for browsers without script").toBe(expected);
});

test("the recovery code opens the way to a new phone, once, and to nothing else", async ({ arrives, page }) => {
  test.setTimeout(120_000);
  const ana = arrives(person(33));
  await standsAtTheCode(ana, 19);
  await ana.finishes();
  await ana.signsOut();
  const used = ana.recovery;

  const mark = await ana.entersPassword();
  await ana.presses("Use your recovery code");
  await ana.sees("Use your recovery code");
  await ana.fills("Enter your recovery code", used.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l"));
  await ana.presses("Continue");
  await ana.sees("Add a new phone");
  await expect(page.getByText("You used your recovery code. Add a new phone to carry on.")).toBeVisible();
  for (const path of ["/overview", "/settings", "/settings/2fa/edit"]) {
    await ana.goes(path);
    await expect(page.getByRole("heading", { name: PROTECTED })).toHaveCount(0);
    await expect(page.getByRole("heading", { name: "User Settings" })).toHaveCount(0);
  }
  const mail = await ana.inbox.next(mark, "a mail", (one) => /recovery code/i.test(one.subject), ana.who.email);
  expect(mail.subject).toMatch(/used/i);

  // Whoever has the code a second time gets nowhere with it.
  await ana.entersPassword();
  await ana.sees("Enter your code");
  await ana.presses("Use your recovery code");
  await ana.fills("Enter your recovery code", used);
  await ana.presses("Continue");
  await ana.isTold(/That code was already used on \d/);

  // The old phone still works: nothing was lost by starting.
  await ana.presses("Back");
  await ana.sees("Enter your code");
});
