import { pathIn } from "../fixtures/inbox";
import { OTHER_PASSWORD, PASSWORD, person } from "../fixtures/people";
import { PROTECTED, type Someone } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

/** The settings, and a page of its own behind one of their links. */
async function opens(ana: Someone, link: string, heading: string): Promise<void> {
  await ana.opensUserSettings();
  await ana.presses(link);
  await ana.sees(heading);
}

test("a browser is signed out from the list, and the activity tells of it", async ({ arrives, elsewhere, page, looks }) => {
  test.slow();
  const [ana, other, third] = [arrives(person(60)), arrives(person(60), await elsewhere()), arrives(person(60), await elsewhere())];
  await ana.signsIn();
  for (const somewhere of [other, third]) await somewhere.signsIn();

  await opens(ana, "See all sessions", "Sessions");
  const browsers = page.getByRole("region", { name: "Signed-in browsers" }).getByRole("listitem");
  await expect(browsers).toHaveCount(3);
  await looks(ana, "sessions");
  await expect(browsers.filter({ hasText: "This browser" }).getByRole("button")).toHaveCount(0);
  await browsers.getByRole("button", { name: /^Sign out Chrome on / }).first().click();
  await ana.isTold("That browser is signed out.");
  await expect(browsers).toHaveCount(2);
  await ana.presses("Sign out everywhere else");
  await ana.isTold("All other browsers are signed out.");
  await expect(browsers).toHaveCount(1);
  for (const somewhere of [other, third]) {
    await somewhere.reloads();
    await somewhere.sees("Sign in");
  }

  await ana.goes("/settings");
  await ana.presses("Security activity");
  await ana.sees("Security activity");
  const events = page.getByRole("region", { name: "Events" }).getByRole("listitem");
  await expect(events.nth(0)).toContainText("Other browsers were signed out");
  await expect(events.nth(2)).toContainText("User Settings was opened");
  await expect(events.filter({ hasText: "You signed in" }).first()).toContainText("127.0.0.1");
  await expect(events.last()).toContainText("The account was made");
});

test("a second address is proved by a code, told of changes, and taken off again", async ({ arrives, inbox }) => {
  test.slow();
  const ana = arrives(person(61));
  const second = "ana@home.example";
  await ana.signsIn();
  await opens(ana, "Change email", "Email addresses");
  await ana.fills("Email", ana.who.email);
  await ana.presses("Add address");
  await ana.isTold("That address is yours already. Use a different one.");
  const mark = await inbox.mark();
  await ana.fills("Email", second);
  await ana.presses("Add address");
  await ana.sees("Enter the code we sent");
  await expect(ana.page.getByText(second)).toBeVisible();
  await ana.fills("8-digit code", "00000000");
  await ana.presses("Verify");
  await ana.isTold("That code is not right. You have 4 tries left.");
  await ana.fills("8-digit code", await inbox.nextCode(second, mark));
  await ana.presses("Verify");
  await ana.isTold("The address is added. We tell it when something changes in your account.");
  for (const address of [ana.who.email, second])
    await inbox.next(mark, "a mail", (one) => one.subject === "An email address was added", address);

  const removed = await inbox.mark();
  await ana.presses(`Remove ${second}`);
  await ana.isTold("The address is removed. We do not write to it any more.");
  await inbox.next(removed, "a last mail", (one) => one.subject === "An email address was removed", second);
  await expect(ana.control(`Remove ${second}`)).toHaveCount(0);
});

test("the address to sign in with changes, and the old one is told and can take it back", async ({ arrives, elsewhere, inbox }) => {
  test.setTimeout(120_000);
  const ana = arrives(person(62));
  const fresh = "ana.new@work.example";
  await ana.signsIn();
  await opens(ana, "Change email", "Email addresses");
  const mark = await inbox.mark();
  await ana.fills("New email address", "no address");
  await ana.presses("Change address");
  await ana.isTold("Enter your email address, like name@example.com.");
  await ana.fills("New email address", fresh);
  await ana.presses("Change address");
  await ana.sees("Enter the code we sent");
  await ana.fills("8-digit code", await inbox.nextCode(fresh, mark));
  await ana.presses("Verify");
  await ana.isTold("Your email address is changed. Sign in with the new one from now on.");
  const mail = await inbox.next(mark, "a mail", (one) => one.subject === "Your email address was changed", ana.who.email);

  const renamed = arrives({ ...ana.who, email: fresh }, await elsewhere());
  renamed.phone = ana.phone;
  await renamed.signsIn();
  await ana.signsOut();
  await ana.entersPassword();
  await ana.isTold("Email or password is not right.");

  await ana.goes(pathIn(mail, "This wasn't me:"));
  await ana.sees("This wasn't me");
  await expect(ana.page.getByRole("main")).toContainText("The email addresses are as they were before.");
  await ana.presses("Take my account back");
  await ana.isTold("The change is taken back. All devices are signed out.");
  await renamed.reloads();
  await renamed.sees("Sign in");
  await ana.entersPassword();
  await ana.sees("Enter your code");
});

test("a new password takes the current one, and ends the other sessions", async ({ arrives, elsewhere, page }) => {
  test.slow();
  const [ana, other] = [arrives(person(63)), arrives(person(63), await elsewhere())];
  await ana.signsIn();
  await other.signsIn();
  await opens(ana, "Change password", "Change your password");
  const mark = await ana.inbox.mark();
  for (const [current, fresh, words] of [
    ["", OTHER_PASSWORD, "Enter your current password."],
    ["not the password", OTHER_PASSWORD, "That password is not right."],
    [PASSWORD, "brief words", "Use 15 characters or more."],
    [PASSWORD, OTHER_PASSWORD, "Your new password is saved."],
  ] as const) {
    await page.getByLabel("Current password", { exact: true }).fill(current);
    await page.getByLabel("New password", { exact: true }).fill(fresh);
    await ana.presses("Save password");
    await ana.isTold(words);
  }
  await ana.inbox.next(mark, "a mail", (one) => one.subject === "Your password was changed", ana.who.email);
  await other.reloads();
  await other.sees("Sign in");
  await other.entersPassword();
  await other.isTold("Email or password is not right.");
  ana.password = OTHER_PASSWORD;
  await ana.goes("/overview");
  await ana.signsOut();
  await ana.signsIn();
});

test("a forgotten password is replaced by mail, and signing in still takes the phone", async ({ arrives, elsewhere, inbox }) => {
  test.setTimeout(90_000);
  const ana = arrives(person(64));
  const old = arrives(person(64), await elsewhere());
  await old.signsIn();
  const mark = await inbox.mark();
  await ana.goes("/sign-in");
  await ana.presses("Forgot your password?");
  await ana.sees("Forgot your password?");
  await ana.presses("Send code");
  await ana.isTold("Enter your email address, like name@example.com.");
  await ana.fills("Email", ana.who.email);
  await ana.presses("Send code");
  await ana.sees("Choose a new password");
  await ana.page.getByLabel("New password", { exact: true }).fill(OTHER_PASSWORD);
  await ana.fills("8-digit code", "00000000");
  await ana.presses("Save password");
  await ana.isTold("That code is not right. You have 4 tries left.");
  await ana.page.getByLabel("New password", { exact: true }).fill(OTHER_PASSWORD);
  await ana.fills("8-digit code", await inbox.nextCode(ana.who.email, mark));
  await ana.presses("Save password");
  await ana.isTold("Your new password is saved. Sign in with it and with a code, as always.");
  await inbox.next(mark, "a mail", (one) => one.subject === "Your password was reset", ana.who.email);
  await old.reloads();
  await old.sees("Sign in");

  await ana.goes("/overview");
  await ana.sees("Sign in");
  ana.password = OTHER_PASSWORD;
  await ana.signsIn();
  await ana.sees(PROTECTED);
});

test("whoever asks about nobody's password reads the same words, and nothing is sent", async ({ arrives, inbox, page }) => {
  const nobody = arrives({ email: "nobody.forgot@nowhere.example", password: PASSWORD });
  const mark = await inbox.mark();
  await nobody.goes("/sign-in/forgot");
  await nobody.fills("Email", nobody.who.email);
  await nobody.presses("Send code");
  await nobody.sees("Choose a new password");
  await expect(page.getByRole("main")).toContainText(`If ${nobody.who.email} belongs to an account, we emailed an 8-digit code to it.`);
  await page.getByLabel("New password", { exact: true }).fill(OTHER_PASSWORD);
  await nobody.fills("8-digit code", "00000000");
  await nobody.presses("Save password");
  await nobody.isTold("That code is not right. You have 4 tries left.");
  expect(await inbox.count(nobody.who.email, mark)).toBe(0);
});
