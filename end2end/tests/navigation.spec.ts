import { setTimeout as after } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { newPhone, person } from "../fixtures/people";
import { ADD, CONFIRM, PROTECTED, SAVED, Someone, TWO_FACTOR, UNDERSTOOD } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

const SEEN = "You have already seen this code. We cannot show it twice.";

// Every step of the main job. At each one the page is left by back and forward, loaded again, and opened in a second
// tab; then its button is pressed twice at once, and the next step is there, once.
test("back_refresh_matrix", async ({ arrives, inbox, page }) => {
  test.setTimeout(180_000);
  const ana = arrives(person(14));
  const fresh = newPhone(7);
  let mark = await inbox.mark();

  const doubleClicks = (name: string | RegExp) => ana.control(name).dblclick();

  await ana.goes("/sign-in");
  await survives(ana, "/sign-in", "Sign in");
  await ana.fills("Email", ana.who.email);
  await ana.fills("Password", ana.who.password);
  await doubleClicks("Sign in");

  await survives(ana, "/sign-in/verify", "Enter your code");
  const code = await ana.readsSignInCode(mark);
  expect(await inbox.count(ana.phone, mark), "two presses, one text").toBe(1);
  await ana.fills("6-digit code", code);
  await doubleClicks("Verify");

  await survives(ana, "/overview", PROTECTED);
  mark = await inbox.mark();
  await ana.opensMenu();
  await doubleClicks("User Settings");

  await survives(ana, "/settings/confirm", CONFIRM);
  const mailed = await inbox.nextCode(ana.who.email, mark);
  expect(await inbox.count(ana.who.email, mark), "one mail, however often the page is loaded").toBe(1);
  await ana.fills("8-digit code", mailed);
  await doubleClicks("Verify");

  await survives(ana, "/settings", "User Settings");
  await doubleClicks(/^Edit two-factor authentication$/);

  await survives(ana, "/settings/2fa/edit", TWO_FACTOR);
  await doubleClicks(/^Reset phone number ending in/);

  await survives(ana, "/settings/2fa/reset", "Reset your 2FA phone?");
  await ana.ticks(UNDERSTOOD);
  await doubleClicks("Reset and continue");

  await survives(ana, "/settings/2fa/edit", TWO_FACTOR);
  await doubleClicks(ADD);

  await survives(ana, "/settings/2fa/phone", "Add a phone");
  mark = await inbox.mark();
  await ana.types(fresh);
  await doubleClicks("Send code via SMS");

  await survives(ana, "/settings/2fa/phone/code", "Enter the code we sent");
  await ana.fills("6-digit code", await ana.readsNewCode(fresh, mark));
  expect(await inbox.count(fresh.e164, mark), "two presses, one text").toBe(1);
  await doubleClicks("Verify");

  // The one page that does not survive: its code was shown, once. The way on stays.
  await survives(ana, "/settings/2fa/recovery-code", "Save your recovery code");
  await expect(page.getByText(SEEN)).toBeVisible();
  await ana.ticks(SAVED);
  await doubleClicks("Finish");

  await survives(ana, "/overview", PROTECTED);
  await expect(page.getByText(`number ending in ${[...fresh.e164.slice(-3)].join(" ")}`).first()).toBeAttached();
});

/** Is on the page, and still or again after back and forward, after a reload, and in a second tab. */
async function survives(ana: Someone, path: string, heading: string | RegExp): Promise<void> {
  await test.step(path, async () => {
    const { page } = ana;
    const here = async (at: Page) => {
      await expect(at.getByRole("heading", { level: 1, name: heading, exact: true })).toBeVisible();
      await expect(at).toHaveURL((url) => url.pathname === path);
    };
    await here(page);
    // Behind the first page lies nothing of ours.
    if (path !== "/sign-in") await ana.leavesAndReturns();
    await here(page);
    await ana.reloads();
    await here(page);
    const second = await page.context().newPage();
    await second.goto(page.url());
    await here(second);
    await second.close();
    await here(page);
  });
}

test("back and forward are followed faster than the line", async ({ arrives, page, context }) => {
  await context.route("**/api/page", async (route) => {
    await after(300);
    await route.continue();
  });
  const ana = arrives(person(48));
  await ana.entersPassword();
  await ana.sees("Enter your code");
  for (let times = 0; times < 3; times++) {
    const last = page.waitForResponse((response) => (response.request().postData() ?? "").includes("verify"));
    await page.goBack();
    await page.goForward();
    await last;
    await ana.sees("Enter your code");
    await expect(page, "the answer for the page left behind leads nowhere").toHaveURL(/\/sign-in\/verify$/);
  }
});

test("a step that is done is calm about being opened again", async ({ arrives, page }) => {
  test.slow();
  const ana = arrives(person(15));
  await ana.signsIn();
  await ana.goes("/sign-in/verify");
  await ana.sees(PROTECTED);
  await ana.changesPhone(newPhone(8));
  await ana.finishes();

  for (const path of ["/settings/2fa/phone", "/settings/2fa/phone/code"]) {
    await ana.goes(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByLabel("6-digit code")).toHaveCount(0);
    await expect(page.getByRole("main")).not.toContainText("went wrong");
  }
  await ana.goes("/settings/2fa/recovery-code");
  await expect(page.getByText(SEEN)).toBeVisible();
  await expect(ana.control("Finish")).toHaveCount(0);
  await ana.presses("Go to the dashboard");
  await ana.sees(PROTECTED);
});

test("a deep link into the middle of nothing leads to the beginning", async ({ arrives, page }) => {
  test.slow();
  const ana = arrives(person(16));
  await ana.goes("/settings/2fa/phone/code");
  await ana.sees("Sign in");
  await ana.isTold("You were signed out to keep your account safe. Sign in to carry on.");

  // Signing in right here leads on to where they wanted to go, and the gate stands in front of it.
  const mark = await ana.inbox.mark();
  await ana.fills("Email", ana.who.email);
  await ana.fills("Password", ana.who.password);
  await ana.presses("Sign in");
  await ana.sees("Enter your code");
  await ana.fills("6-digit code", await ana.readsSignInCode(mark));
  await ana.presses("Verify");
  await ana.sees(CONFIRM);
  await ana.entersMailedCode(mark);

  await ana.sees(TWO_FACTOR);
  await ana.isTold("Start again from here");
  await expect(page.getByLabel("6-digit code")).toHaveCount(0);
});

test("an older tab of a sign-in says that another one is newer", async ({ arrives, context }) => {
  const ana = arrives(person(17));
  // Read before the other tab asks: a text may come after the page, and would be taken for that of the other tab.
  const before = await ana.entersPassword();
  await ana.sees("Enter your code");
  await ana.readsSignInCode(before);

  const newer = arrives(person(17), await context.newPage());
  const mark = await newer.entersPassword();
  await newer.sees("Enter your code");

  await ana.fills("6-digit code", "000000");
  await ana.presses("Verify");
  await ana.isTold("You started again in another tab");

  await newer.fills("6-digit code", await newer.readsSignInCode(mark));
  await newer.presses("Verify");
  await newer.sees(PROTECTED);
});

test("an older tab of a change says that another one is newer, and changes nothing", async ({ arrives, context }) => {
  test.slow();
  const ana = arrives(person(18));
  const [first, second] = [newPhone(9), newPhone(10)];
  await ana.signsIn();
  await ana.opensUserSettings();
  await ana.editsTwoFactor();
  await ana.resetsPhone();
  await ana.choosesToAddPhone();
  let mark = await ana.inbox.mark();
  await ana.types(first);
  await ana.presses("Send code via SMS");
  await ana.sees("Enter the code we sent");
  const old = await ana.readsNewCode(first, mark);

  const newer = arrives(person(18), await context.newPage());
  await newer.goes("/settings/2fa/edit");
  await newer.presses("Cancel the change");
  await newer.isTold("The change is cancelled. Your phone stays as it was.");
  await newer.resetsPhone();
  await newer.choosesToAddPhone();
  mark = await ana.inbox.mark();
  await newer.types(second);
  await newer.presses("Send code via SMS");
  await newer.sees("Enter the code we sent");

  await ana.fills("6-digit code", old);
  await ana.presses("Verify");
  await ana.isTold("You started again in another tab");

  await newer.fills("6-digit code", await newer.readsNewCode(second, mark));
  await newer.presses("Verify");
  await newer.readsRecoveryCode();
  newer.phone = second.e164;
  await newer.finishes();
});
