import { linksIn, pathIn } from "../fixtures/inbox";
import { lastThree, lastTwo, newPhone, OTHER_PASSWORD, PASSWORD, person } from "../fixtures/people";
import { PROTECTED, type Someone, TWO_FACTOR, UNDERSTOOD } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

const spoken = (e164: string) => `number ending in ${[...lastThree(e164)].join(" ")}`;

test("undo_restores_old_phone", async ({ arrives, browser, baseURL }) => {
  test.setTimeout(120_000);
  const thief = arrives(person(34));
  await thief.signsIn();
  const old = thief.phone;
  const mark = await thief.inbox.mark();
  await thief.changesPhone(newPhone(20));
  await thief.finishes();

  const mail = await thief.inbox.next(mark, "the mail", (one) => one.subject === "Your 2FA phone was changed", thief.who.email);
  const text = await thief.inbox.next(mark, "the text", (one) => one.text.includes("Not you?"), old);
  for (const message of [mail, text]) expect(linksIn(message), "one link").toHaveLength(1);
  const [mailed, texted] = [pathIn(mail, "This wasn't me:"), pathIn(text, "Not you?")];

  // Ana reads her mail on another device, where nobody is signed in.
  const elsewhere = await browser.newContext({ baseURL });
  const ana = arrives(person(34), await elsewhere.newPage());
  ana.phone = old;

  await test.step("the links show a page and change nothing", async () => {
    for (const path of [mailed, texted, mailed]) {
      await ana.goes(path);
      await ana.sees(/^This wasn[’']t me$/);
      await expect(ana.page.getByRole("main")).toContainText(`The number ending in ${lastTwo(old)} comes back`);
      await expect(ana.page.getByRole("main")).not.toContainText(ana.who.email);
    }
    await thief.reloads();
    await thief.sees(PROTECTED);
    await expect(thief.page.getByText(spoken(newPhone(20).e164)).first()).toBeAttached();
  });

  await test.step("the button restores, and ends every session", async () => {
    await ana.goes(texted);
    await ana.presses("Restore my old number");
    await ana.isTold("Your old number is back. All devices are signed out.");
    await thief.reloads();
    await thief.sees("Sign in");
    await ana.goes(mailed);
    await ana.sees("This link is over");
    await expect(ana.control("Restore my old number")).toHaveCount(0);
  });

  await test.step("the old number signs in, and a new password is demanded", async () => {
    const back = await ana.entersPassword();
    await ana.sees("Enter your code");
    await ana.fills("6-digit code", await ana.inbox.nextCode(old, back));
    await ana.presses("Verify");
    await ana.sees("Choose a new password");
    for (const [password, words] of [
      ["brief words", "Use 15 characters or more."],
      [PASSWORD, "That password is easy to guess. Use a different one."],
    ] as const) {
      await ana.fills("Password", password);
      await ana.presses("Save password");
      await ana.isTold(words);
    }
    await ana.goes("/overview");
    await expect(ana.page.getByRole("heading", { name: PROTECTED })).toHaveCount(0);
    await ana.goes("/sign-in/new-password");
    await ana.sees("Choose a new password");
    await ana.fills("Password", OTHER_PASSWORD);
    await ana.presses("Save password");
    await ana.sees(PROTECTED);
    await expect(ana.page.getByText(spoken(old)).first()).toBeAttached();
  });

  await test.step("the old password opens nothing any more", async () => {
    await thief.entersPassword();
    await thief.isTold("Email or password is not right.");
  });

  await test.step("the phone cannot be changed for a while", async () => {
    await ana.opensUserSettings();
    await ana.editsTwoFactor();
    await ana.asksToReset();
    await ana.ticks(UNDERSTOOD);
    await ana.presses("Reset and continue");
    await ana.isTold(/your phone cannot be changed until \d/);
  });
  await elsewhere.close();
});

test("abandoned_reset_changes_nothing", async ({ arrives, browser, baseURL }) => {
  test.setTimeout(120_000);
  const ana = arrives(person(35));
  await ana.signsIn();
  const old = ana.phone;
  const other = newPhone(21);
  await ana.opensUserSettings();
  await ana.editsTwoFactor();
  const before = await protection(ana);
  await ana.resetsPhone();
  await ana.choosesToAddPhone();
  const mark = await ana.inbox.mark();
  await ana.types(other);
  await ana.presses("Send code via SMS");
  await ana.sees("Enter the code we sent");
  await ana.readsNewCode(other, mark);
  await ana.page.close();

  // Days later, elsewhere: the old number, the old recovery code, and nobody was told of a change. They are told of the
  // browser, which was never seen before.
  const elsewhere = await browser.newContext({ baseURL });
  const again = arrives(person(35), await elsewhere.newPage());
  await again.signsIn();
  expect(again.phone, "the old number signs in").toBe(old);
  await again.opensUserSettings();
  await again.editsTwoFactor();
  expect(await protection(again)).toEqual(before);
  const told = (await ana.inbox.all(ana.who.email)).filter((mail) => !mark.has(mail.id) && !mail.code);
  expect(told.map((mail) => mail.subject)).toEqual(["New sign-in to your account"]);
  await elsewhere.close();
});

test("a change can be cancelled in so many words", async ({ arrives, page }) => {
  test.slow();
  const ana = arrives(person(36));
  await ana.signsIn();
  await ana.opensUserSettings();
  await ana.editsTwoFactor();
  const before = await protection(ana);
  await ana.resetsPhone();
  await ana.presses("Cancel the change");
  await ana.isTold("The change is cancelled. Your phone stays as it was.");
  expect(await protection(ana)).toEqual(before);
  await expect(page.getByText("works until the new number is verified")).toHaveCount(0);
});

/** What the page says protects the account. */
async function protection(ana: Someone): Promise<string[]> {
  await ana.sees(TWO_FACTOR);
  await expect(ana.page.getByRole("link", { name: /^Reset phone number/ })).toBeVisible();
  const main = ana.page.getByRole("main");
  return [
    await main.getByText(/^.*number ending in \d \d \d/).first().innerText(),
    await main.getByText(/^(Made \d|Used \d|None)/).innerText(),
    await main.getByText(/^Through a/).innerText(),
  ];
}
