import { Authenticator } from "../fixtures/authenticator";
import { pathIn } from "../fixtures/inbox";
import { newPhone, OTHER_PASSWORD, person } from "../fixtures/people";
import { ADD, PROTECTED, SAVED, type Someone } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

const USE_APP = "Use your authenticator app";

/** From the settings to an app that works. Nobody in the demo has a recovery code yet: it comes with the app. */
async function addsApp(ana: Someone, name: string): Promise<Authenticator> {
  await ana.presses("Add an authenticator app");
  await ana.sees("Add an authenticator app");
  await ana.presses("Show the QR code");
  const app = await Authenticator.reads(ana.page);
  await ana.fills("Name of the app", name);
  await ana.fills("6-digit code", await app.code());
  await ana.presses("Add this app");
  await ana.readsRecoveryCode();
  await ana.isTold("Your authenticator app is set up. You can use its codes when you sign in.");
  await ana.ticks(SAVED);
  await ana.presses("Finish");
  await ana.sees(PROTECTED);
  return app;
}

async function opensTwoFactor(ana: Someone): Promise<void> {
  await ana.opensUserSettings();
  await ana.editsTwoFactor();
}

/** Password, then the app's page in place of the text. */
async function choosesApp(ana: Someone): Promise<void> {
  await ana.entersPassword();
  await ana.sees("Enter your code");
  await ana.presses(USE_APP);
  await ana.sees("Enter the code from your app");
}

// Set up by QR code or typed key, used to sign in, seen in the settings, removed again.
async function livesWithAnApp(ana: Someone): Promise<void> {
  await ana.signsIn();
  await opensTwoFactor(ana);
  const mark = await ana.inbox.mark();
  const app = await addsApp(ana, "Work phone");
  await ana.goes("/settings/2fa/edit");
  await expect(ana.page.getByText(/^Added \d+ \w+ \d{4}, not used yet$/)).toBeVisible();
  await ana.inbox.next(mark, "a mail", (one) => one.subject === "An authenticator app was added", ana.who.email);
  await ana.inbox.next(mark, "a text", (one) => one.text.includes("an authenticator app was added"), ana.phone);
  await ana.signsOut();

  await choosesApp(ana);
  await ana.fills("6-digit code", app.again());
  await ana.presses("Verify");
  await ana.isTold("That code was used already. Wait for the next one in your app: it comes within 30 seconds.");
  await ana.fills("6-digit code", await app.code());
  await ana.presses("Verify");
  await ana.sees(PROTECTED);

  await opensTwoFactor(ana);
  await expect(ana.page.getByText(/^Added \d+ \w+ \d{4}, last used \d+ \w+ \d{4}$/)).toBeVisible();
  await ana.presses("Remove Work phone");
  await ana.isTold("The authenticator app is removed.");
  await ana.inbox.next(mark, "a mail", (one) => one.subject === "An authenticator app was removed", ana.who.email);
  await ana.signsOut();
  await ana.entersPassword();
  await ana.sees("Enter your code");
  await expect(ana.control(USE_APP)).toHaveCount(0);
}

test("an authenticator app is set up, signs in once per code, and is removed", async ({ arrives }) => {
  test.setTimeout(120_000);
  await livesWithAnApp(arrives(person(53)));
});

test.describe("without any script", () => {
  test.use({ javaScriptEnabled: false });

  test("an authenticator app works all the same", async ({ arrives }) => {
    test.setTimeout(120_000);
    await livesWithAnApp(arrives(person(54)));
  });
});

test("the key is copied, a wrong code keeps the name, and the same key stays", async ({ arrives, page, context }) => {
  test.slow();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const ana = arrives(person(55));
  await ana.signsIn();
  await opensTwoFactor(ana);
  await ana.presses("Add an authenticator app");
  await ana.presses("Show the QR code");
  const app = await Authenticator.reads(page);
  await ana.presses("Copy key");
  await expect(ana.control("Copied key")).toBeVisible();
  const key = await page.evaluate(() => navigator.clipboard.readText());
  expect(key).toMatch(/^[A-Z2-7]{32}$/);

  await ana.fills("Name of the app", "Laptop");
  const right = await app.code();
  for (const [typed, words] of [
    ["", "Enter the 6-digit code."],
    [String((Number(right) + 1) % 1_000_000).padStart(6, "0"), "That code is not right."],
  ] as const) {
    await ana.fills("6-digit code", typed);
    await ana.presses("Add this app");
    await ana.isTold(words);
    await expect(page.getByLabel("Name of the app")).toHaveValue("Laptop");
    await expect(page.getByText(key, { exact: true })).toBeVisible();
  }
  await ana.fills("6-digit code", right);
  await ana.presses("Add this app");
  await ana.isTold("Your authenticator app is set up.");
  await ana.goes("/settings/2fa/edit");
  await expect(ana.control("Remove Laptop")).toBeVisible();
});

test("“This wasn't me” takes an app back that a thief has added", async ({ arrives, elsewhere }) => {
  test.setTimeout(120_000);
  const thief = arrives(person(56));
  await thief.signsIn();
  await opensTwoFactor(thief);
  const mark = await thief.inbox.mark();
  const app = await addsApp(thief, "Thief");

  const ana = arrives(person(56), await elsewhere());
  ana.phone = thief.phone;
  const mail = await ana.inbox.next(mark, "the mail", (one) => one.subject === "An authenticator app was added", ana.who.email);
  const link = pathIn(mail, "This wasn't me:");
  await ana.goes(link);
  await ana.sees("This wasn't me");
  await expect(ana.page.getByRole("main")).toContainText("An authenticator app was added to p•••@acme.example");
  await expect(ana.page.getByRole("main")).toContainText("The authenticator app that was added is removed.");
  await ana.presses("Take my account back");
  await ana.isTold("The change is taken back. All devices are signed out.");
  await thief.reloads();
  await thief.sees("Sign in");
  await ana.goes(link);
  await ana.sees("This link is over");

  await thief.entersPassword();
  await thief.sees("Enter your code");
  await expect(thief.control(USE_APP), "the thief's app is worth nothing").toHaveCount(0);
  await thief.goes("/sign-in/app");
  await thief.sees("Enter your code");

  const back = await ana.entersPassword();
  await ana.sees("Enter your code");
  await ana.fills("6-digit code", await ana.readsSignInCode(back));
  await ana.presses("Verify");
  await ana.sees("Choose a new password");
  await ana.fills("Password", OTHER_PASSWORD);
  await ana.presses("Save password");
  await ana.sees(PROTECTED);
  await opensTwoFactor(ana);
  await expect(ana.control("Remove Thief")).toHaveCount(0);
  await ana.presses("Add an authenticator app");
  await ana.presses("Show the QR code");
  await ana.isTold("cannot be changed until");
  expect(await app.code(), "nor later").toMatch(/^\d{6}$/);
});

test("an app alone carries a new phone", async ({ arrives, page }) => {
  test.setTimeout(120_000);
  const ana = arrives(person(57));
  await ana.signsIn();
  await opensTwoFactor(ana);
  const app = await addsApp(ana, "Tablet");
  await ana.signsOut();
  await choosesApp(ana);
  await ana.fills("6-digit code", await app.code());
  await ana.presses("Verify");
  await ana.sees(PROTECTED);
  await opensTwoFactor(ana);
  await ana.resetsPhone();
  await ana.presses(ADD);
  await ana.sees("Add a phone");
  await ana.addsPhone(newPhone(36));
  await ana.finishes();
  await expect(page.getByText("An authenticator app works as well")).toBeVisible();
});
