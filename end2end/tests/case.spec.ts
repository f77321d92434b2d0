import { answers, asksForReset, joined } from "../fixtures/case";
import { type Mark, pathIn } from "../fixtures/inbox";
import { newPhone, type NewPhone, OTHER_PASSWORD, owner, person, secondOwner } from "../fixtures/people";
import { PROTECTED, type Someone } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

// Acme has two owners, and each of these tests finds them as the one before has left them.
test.describe.configure({ mode: "serial" });

type Looks = (at: Someone, name: string) => Promise<void>;

const olivia = answers("Olivia Owens", joined(1));
const samuel = answers("Samuel Stone", joined(2));

/** The request is granted: password and mailed code, a new phone, a new recovery code. */
async function comesBack(ana: Someone, phone: NewPhone, looks: Looks = async () => {}): Promise<void> {
  const mark = await ana.entersPassword();
  await ana.sees("Enter your code");
  await expect(ana.page.getByText("Your 2FA was reset. Enter the code we emailed you; then you add a new phone.")).toBeVisible();
  await looks(ana, "verify-passed");
  await ana.entersMailedCode(mark);
  await ana.sees("Add a new phone");
  await expect(ana.page.getByText("Your 2FA was reset. Add a new phone to carry on.")).toBeVisible();
  await looks(ana, "new-phone-passed");
  await ana.goes("/settings");
  await ana.sees("Add a new phone");
  await ana.addsPhone(phone);
  await ana.finishes();
}

const told = (ana: Someone, subject: string | RegExp, mark: Mark) =>
  ana.inbox.next(mark, String(subject), (one) => new RegExp(subject).test(one.subject), ana.who.email);

test("a member is told who can help", async ({ arrives, page, looks }) => {
  const ana = arrives(person(59));
  await ana.entersPassword();
  await ana.presses("Reset MFA");
  await ana.sees("Reset MFA");
  for (const name of ["Olivia Owens", "Samuel Stone", "Ada Admin"])
    await expect(page.getByRole("listitem").filter({ hasText: name })).toBeVisible();
  await expect(page.getByRole("textbox")).toHaveCount(0);
  await looks(ana, "who-can-help");
  await ana.presses("Go back to your code");
  await ana.sees("Enter your code");
});

test("another owner approves, and password and mailed code lead to a new phone", async ({ arrives, elsewhere, looks }) => {
  test.setTimeout(180_000);
  const [asks, decides] = [arrives(owner), arrives(secondOwner, await elsewhere())];
  await asks.entersPassword();
  const mark = await test.step("Olivia asks, with one wrong answer that nobody tells her of", async () => {
    await formOf(asks, looks);
    const before = await asksForReset(asks, { ...olivia, "Postal code": "EC1A 9ZZ" }, () => codeOf(asks, looks));
    await expect(asks.page.getByRole("main")).toContainText("For your safety, the reset can start after");
    await expect(asks.page.getByRole("main")).not.toContainText(/wrong|match/i);
    await looks(asks, "case-sent");
    return before;
  });

  await test.step("Samuel is told, compares, and approves", async () => {
    const mail = await told(decides, "Olivia Owens \\(owner@acme.example\\) asked to reset their 2FA", mark);
    expect(mail.text).toContain("Approve or decline: ");
    await decides.signsIn();
    await decides.opensMenu();
    await decides.presses("Organization");
    await decides.sees("Overview");
    await expect(decides.page.getByText(/^\d+ requests? waits?/).first()).toBeVisible();
    await looks(decides, "overview-requests");
    await decides.presses("See requests");
    await decides.sees("Requests");
    const card = decides.page.getByRole("region", { name: /^Olivia Owens/ });
    await expect(card.getByRole("row", { name: /^Postal code EC1A 9ZZ EC1A 1BB\b.*Does not match$/ })).toBeVisible();
    await expect(card.getByRole("cell", { name: "Matches", exact: true })).toHaveCount(4);
    await looks(decides, "requests");
    await decides.presses("Approve and reset 2FA");
    await decides.isTold("The request is approved. We told the person, who can add a new phone now.");
    await looks(decides, "requests-approved");
  });

  await test.step("Olivia comes back", async () => {
    const mail = await told(asks, "Your 2FA can be reset now", mark);
    await asks.goes(pathIn(mail, "See how it stands:"));
    await asks.sees("Your request");
    await looks(asks, "case-passed");
    await comesBack(asks, newPhone(38), looks);
    await told(asks, "Your 2FA was reset", mark);
    await asks.goes(pathIn(mail, "See how it stands:"));
    await expect(asks.page.getByText("A new phone was added, so this request is done.")).toBeVisible();
    await looks(asks, "case-used");
    await asks.goes("/overview");
    await asks.signsOut();
    await asks.signsIn();
    expect(asks.phone).toBe(newPhone(38).e164);
  });

  await decides.reloads();
  await expect(decides.page.getByText("No requests. When someone presses Reset MFA, it appears here.")).toBeVisible();
  await looks(decides, "requests-none");
  await decides.opensMenu();
  await decides.presses("Billing");
  await decides.sees("Billing");
  await expect(decides.page.getByText("Paid", { exact: true })).toBeVisible();
  await looks(decides, "billing");
});

/** The pages of the form that a request has to pass, and what they say of answers that cannot be. */
async function formOf(ana: Someone, looks: Looks): Promise<void> {
  const { page } = ana;
  await ana.presses("Reset MFA");
  await ana.sees("Reset MFA");
  await looks(ana, "reset-mfa");
  await ana.fills("Organization name", "Acme");
  await ana.presses("Continue");
  await ana.isTold("Enter the full name on the account.");
  await expect(page.getByLabel("Organization name"), "what was typed stays").toHaveValue("Acme");
  await looks(ana, "reset-mfa-wrong");
  for (const [question, answer] of Object.entries(olivia)) await ana.fills(question, answer);
  await ana.presses("Continue");
  await ana.isTold("Choose why you ask for a reset.");
  await page.getByRole("radio", { name: "Phone broken" }).check();
  await ana.fills("Anything else we should know (optional)", "It fell into the sea.\nI have the SIM <b>card</b>.");
  await ana.presses("Continue");
  await ana.sees("Check your answers");
  await expect(page.getByText("It fell into the sea. I have the SIM <b>card</b>.")).toBeVisible();
  await looks(ana, "case-check");
  await ana.presses("Change postal code");
  await ana.sees("Reset MFA");
  await expect(page.getByLabel("Postal code")).toHaveValue("EC1A 1BB");
  await ana.goes("/sign-in/verify");
}

/** The page of the mailed code, and what it says of a wrong one. */
async function codeOf(ana: Someone, looks: Looks): Promise<void> {
  await looks(ana, "case-code");
  await ana.fills("8-digit code", "00000000");
  await ana.presses("Verify");
  await ana.isTold("That code is not right. You have 4 tries left.");
  await looks(ana, "case-code-wrong");
}

let waiting: Mark;

test.describe("without any script", () => {
  test.use({ javaScriptEnabled: false });

  test("the other owner asks as well", async ({ arrives }) => {
    const asks = arrives(secondOwner);
    await asks.entersPassword();
    waiting = await asksForReset(asks, samuel);
    const mail = await told(asks, "Somebody asked to reset your 2FA", waiting);
    expect(mail.text).toContain("This wasn't me: ");
    await asks.goes(pathIn(mail, "See how it stands:"));
    await asks.sees("Request sent");
    await expect(asks.control("Cancel this request")).toBeVisible();
    await asks.goes("/sign-in/reset-mfa");
    await asks.sees("Request sent");
  });
});

test("“This wasn't me” cancels a request and takes the account back", async ({ arrives, elsewhere, looks }) => {
  test.setTimeout(90_000);
  const thief = arrives(owner);
  await thief.entersPassword();
  const mark = await asksForReset(thief, olivia);
  const mail = await told(thief, "Somebody asked to reset your 2FA", mark);

  const ana = arrives(owner, await elsewhere());
  await ana.goes(pathIn(mail, "This wasn't me:"));
  await ana.sees("This wasn't me");
  await expect(ana.page.getByRole("main")).toContainText("A reset of the 2FA of o•••@acme.example was asked for on");
  await expect(ana.page.getByRole("main")).toContainText("The request is cancelled.");
  await looks(ana, "undo-case");
  await ana.presses("Take my account back");
  await ana.isTold("The change is taken back. All devices are signed out.");
  await told(ana, "Your request is over", mark);

  await thief.goes(pathIn(mail, "See how it stands:"));
  await thief.sees("Your request");
  await expect(thief.page.getByText("It is cancelled. Your phone stays as it was.")).toBeVisible();
  await looks(thief, "case-cancelled");
  ana.phone = newPhone(38).e164;
  const back = await ana.entersPassword();
  await ana.sees("Enter your code");
  await ana.fills("6-digit code", await ana.readsSignInCode(back));
  await ana.presses("Verify");
  await ana.sees("Choose a new password");
  await ana.fills("Password", OTHER_PASSWORD);
  await ana.presses("Save password");
  await ana.sees(PROTECTED);
});

test.describe("without any script, later", () => {
  test.use({ javaScriptEnabled: false });

  test("after the wait the request completes by itself, and everybody was told three times", async ({ arrives, inbox }) => {
    test.setTimeout(240_000);
    const asks = arrives(secondOwner);
    const subjects = async () =>
      (await inbox.all(asks.who.email)).filter((one) => !waiting.has(one.id)).map((one) => one.subject);
    await expect
      .poll(subjects, { message: "the wait of two minutes", timeout: 180_000, intervals: [1_000] })
      .toContain("Your 2FA can be reset now");
    expect((await subjects()).reverse().filter((subject) => /your 2FA/i.test(subject))).toEqual([
      "Somebody asked to reset your 2FA",
      "Your 2FA is about to be reset",
      "Your 2FA is reset soon",
      "Your 2FA can be reset now",
    ]);
    await comesBack(asks, newPhone(39));
    await told(asks, "Your 2FA was reset", waiting);
    await asks.signsOut();
    await asks.signsIn();
    expect(asks.phone).toBe(newPhone(39).e164);
  });
});
