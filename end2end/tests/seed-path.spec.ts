import { newPhone, person, type NewPhone } from "../fixtures/people";
import { answersTheCall } from "../fixtures/phone";
import { PROTECTED, SAVED, TWO_FACTOR, type By, type Someone } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

// The main job, from signing in to `Finish`, and what is so afterwards: the new number gets the codes, the old one and
// every address were told, the other browser is signed out.
async function changesThePhone(ana: Someone, fresh: NewPhone, by: By = "Send code via SMS"): Promise<void> {
  await ana.signsIn();
  const old = ana.phone;
  await ana.opensUserSettings();
  await ana.editsTwoFactor();
  await ana.resetsPhone();
  await expect(ana.page.getByText("works until the new number is verified")).toBeVisible();
  await ana.choosesToAddPhone();

  const before = await ana.inbox.mark();
  await ana.addsPhone(fresh, by);
  const told = await ana.inbox.next(before, "a text to the old number", (one) => one.channel === "sms", old);
  expect(told.text).toContain("2FA phone was changed");
  const mail = await ana.inbox.next(before, "a mail", (one) => one.channel === "email", ana.who.email);
  expect(mail.subject).toBe("Your 2FA phone was changed");

  await ana.finishes();
  await ana.signsOut();
  await ana.signsIn();
  expect(ana.phone, "codes go to the new number").toBe(fresh.e164);
}

test("seed_path_default", async ({ arrives, browser, baseURL, inbox }) => {
  test.slow();
  const ana = arrives(person(1));
  const elsewhere = await browser.newContext({ baseURL });
  const other = arrives(person(1), await elsewhere.newPage());
  await other.signsIn();

  await changesThePhone(ana, newPhone(0));

  await other.reloads();
  await other.sees("Sign in");
  await other.isTold("You were signed out to keep your account safe. Sign in to carry on.");
  expect(await inbox.count(person(1).email, new Set()), "the gate’s mail and the notice").toBeGreaterThanOrEqual(2);
  await elsewhere.close();
});

test("seed_path_call", async ({ arrives }) => {
  test.slow();
  const ana = arrives(person(2));

  // The second factor by a call, asked for once the wait after the text is over.
  const mark = await ana.entersPassword();
  await ana.sees("Enter your code");
  const texted = await ana.readsSignInCode(mark);
  await expect(ana.page.getByText("You can ask for another code now.").first()).toBeVisible({ timeout: 40_000 });
  await ana.presses("Receive a call");
  await ana.isTold(/^We are calling the number ending in \d\d\. The voice will read the code twice\.$/);
  const heard = await answersTheCall(ana.page, ana.inbox, ana.phone);
  expect(heard, "a call reads the code that is alive already").toBe(texted);
  await ana.fills("6-digit code", heard);
  await ana.presses("Verify");
  await ana.sees(PROTECTED);

  // And the new phone by a call, from the first press on.
  await ana.opensUserSettings();
  await ana.editsTwoFactor();
  await ana.resetsPhone();
  await ana.choosesToAddPhone();
  await ana.addsPhone(newPhone(1), "Receive a call");
  await ana.finishes();
});

test.describe("without the program", () => {
  test.use({ wasm: false });

  test("seed_path_no_wasm", async ({ arrives }) => {
    test.slow();
    const ana = arrives(person(3));
    await changesThePhone(ana, newPhone(2));
    await expect(ana.page.locator("html")).not.toHaveAttribute("data-ready");
  });
});

test.describe("without any script", () => {
  test.use({ javaScriptEnabled: false });

  test("seed_path_no_js", async ({ arrives }) => {
    test.slow();
    await changesThePhone(arrives(person(4)), newPhone(3));
  });

  test("a page without script offers nothing that needs it", async ({ arrives }) => {
    test.slow();
    const ana = arrives(person(5));
    await ana.signsIn();
    await ana.changesPhone(newPhone(4));
    await expect(ana.control("Copy")).toBeHidden();
    await expect(ana.control("Download")).toBeVisible();
    await ana.presses("Finish");
    await ana.isTold("Save your code first, then tick the box.");
    await ana.presses("Print");
    await expect(ana.page.getByText(ana.recovery)).toBeVisible();
    await ana.page.goBack();
    await ana.sees("Save your recovery code");
    await ana.ticks(SAVED);
    await ana.presses("Finish");
    await ana.sees(PROTECTED);
  });
});

test("every step says which of the three it is", async ({ arrives }) => {
  const ana = arrives(person(6));
  await ana.signsIn();
  await ana.opensUserSettings();
  await ana.editsTwoFactor();
  await ana.resetsPhone();
  await ana.choosesToAddPhone();
  await expect(ana.page.getByText("Step 1 of 3")).toBeVisible();
  const mark = await ana.inbox.mark();
  const fresh = newPhone(5);
  await ana.types(fresh);
  await ana.presses("Send code via SMS");
  await ana.sees("Enter the code we sent");
  await expect(ana.page.getByText("Step 2 of 3")).toBeVisible();
  await expect(ana.page.getByText(`${fresh.shown} (United States)`)).toBeVisible();

  // A slip is seen here; the way back keeps what was typed.
  await ana.presses("Change number");
  await ana.sees("Add a phone");
  await expect(ana.page.getByLabel("Phone number", { exact: true })).toHaveValue(fresh.typed);
  await ana.page.goBack();
  await ana.sees("Enter the code we sent");
  await ana.fills("6-digit code", await ana.readsNewCode(fresh, mark));
  await ana.presses("Verify");
  await ana.readsRecoveryCode();
  await expect(ana.page.getByText("Step 3 of 3")).toBeVisible();
  await expect(ana.page.getByRole("heading", { name: TWO_FACTOR })).toHaveCount(0);
});
