import { admin, newPhone, owner, PASSWORD, person, secondOwner } from "../fixtures/people";
import { pathIn } from "../fixtures/inbox";
import { PROTECTED, type Someone } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

/** Opens a page of Acme, by its path below the organization. */
async function opens(at: Someone, page: string): Promise<void> {
  await at.goes("/org");
  const org = new URL(at.page.url()).pathname.split("/")[2];
  await at.goes(`/org/${org}/${page}`);
}

/** `Reset 2FA` of somebody, found by searching the list of people. */
async function opensReset(at: Someone, who: Someone): Promise<void> {
  await opens(at, `people?q=${encodeURIComponent(who.who.email)}`);
  const link = at.page.getByRole("row").filter({ hasText: who.who.email }).getByRole("rowheader").getByRole("link");
  await at.goes((await link.getAttribute("href")) ?? "");
  await at.presses("Reset 2FA");
  await at.sees(/^Reset 2FA for .+\?$/);
}

const CHECKED = /^I have checked that this request really comes from \S+$/;

async function resets(at: Someone, who: Someone): Promise<void> {
  await at.page.getByLabel("Reason", { exact: true }).selectOption({ label: "Lost or stolen phone" });
  await at.fills("What happened", "Left on a train");
  await at.fills("Ticket (optional)", "HELP-7");
  await at.page.getByRole("checkbox", { name: CHECKED }).check();
  await at.presses("Reset 2FA");
  await at.isTold(`E-mail sent to ${who.who.email}.`);
  await expect(at.page.getByRole("status").getByRole("link", { name: "View event" })).toBeVisible();
}

for (const script of [true, false]) {
  test.describe(script ? "with script" : "without script", () => {
    test.use({ javaScriptEnabled: script });

    test("an admin resets a member, who comes back with the password and the mailed code", async ({ arrives, elsewhere, inbox, looks }) => {
      test.setTimeout(120_000);
      const [ada, ana] = [arrives(admin), arrives(person(script ? 150 : 151), await elsewhere())];
      await ada.comesIn();
      await opensReset(ada, ana);
      await looks(ada, "reset-2fa");
      await test.step("without a reason or the box nothing happens, in words", async () => {
        await ada.presses("Reset 2FA");
        await ada.isTold("Choose why the 2FA is reset.");
        await ada.page.getByLabel("Reason", { exact: true }).selectOption({ label: "Lost or stolen phone" });
        await ada.fills("What happened", "Left on a train");
        await ada.presses("Reset 2FA");
        await ada.isTold("Check the request, then tick the box.");
        await expect(ada.page.getByLabel("What happened", { exact: true })).toHaveValue("Left on a train");
        await looks(ada, "reset-2fa-unchecked");
      });
      const mark = await inbox.mark();
      await resets(ada, ana);

      const mail = await inbox.next(mark, "the mail of the reset", (one) => one.code !== null, ana.who.email);
      expect(mail.subject).toBe("Your 2FA was reset by Acme");
      expect(mail.text).toContain("Why: Lost or stolen phone: Left on a train.");
      expect(mail.text).not.toContain("/sign-in");
      ana.keeps(mail.code ?? "");
      await ana.entersPassword();
      await ana.sees("Enter your code");
      await looks(ana, "verify-reset");
      await ana.fills("8-digit code", mail.code ?? "");
      await ana.presses("Verify");
      await ana.sees("Add a new phone");
      await expect(ana.page.getByText(/^An admin of Acme reset your 2FA on .+\. Add a phone to carry on\.$/)).toBeVisible();
      await looks(ana, "new-phone-reset");
      await ana.addsPhone(newPhone(script ? 66 : 67));
      await ana.finishes();
      await ana.sees(PROTECTED);
    });

    test("“This wasn't me” brings the phone back", async ({ arrives, elsewhere, inbox }) => {
      test.setTimeout(120_000);
      const [ada, ana] = [arrives(admin), arrives(person(script ? 152 : 153), await elsewhere())];
      await ada.comesIn();
      await opensReset(ada, ana);
      const mark = await inbox.mark();
      await resets(ada, ana);
      const mail = await inbox.next(mark, "the mail of the reset", (one) => one.code !== null, ana.who.email);
      await ana.goes(pathIn(mail, "This wasn't me:"));
      await ana.sees("This wasn't me");
      await ana.page.getByRole("main").getByRole("button").first().click();
      await ana.sees("Sign in");
      await ana.entersPassword();
      await ana.sees("Enter your code");
      await expect(ana.page.getByText(/the number ending in \d\d/).first()).toBeVisible();
      await opensReset(ada, ana);
      await expect(ada.page.getByText(/pressed “This wasn't me” for an earlier change/)).toBeVisible();
    });
  });
}

test("nobody resets themself, and an owner takes a second owner", async ({ arrives, elsewhere, looks }) => {
  const ada = arrives(admin);
  await ada.comesIn();
  await opens(ada, `people?q=${encodeURIComponent(owner.email)}`);
  const link = ada.page.getByRole("row").filter({ hasText: owner.email }).getByRole("rowheader").getByRole("link");
  await ada.goes(`${await link.getAttribute("href")}/reset-2fa`);
  await expect(ada.page.getByText("This person's role is higher than yours. Ask an owner.")).toBeVisible();
  await looks(ada, "reset-2fa-owner");
  await opens(ada, `people?q=${encodeURIComponent(admin.email)}`);
  const own = ada.page.getByRole("row").filter({ hasText: admin.email }).getByRole("rowheader").getByRole("link");
  await ada.goes(`${await own.getAttribute("href")}/reset-2fa`);
  await expect(ada.page.getByText("You cannot reset your own 2FA here. Use User Settings.")).toBeVisible();

  const olivia = arrives({ ...secondOwner, password: PASSWORD }, await elsewhere());
  await olivia.comesIn();
  await opens(olivia, "requests");
  await olivia.sees("Requests");
  for (const tab of ["Approved", "Declined", "Waiting"]) {
    await olivia.page.getByRole("navigation", { name: "Requests" }).getByRole("link", { name: tab, exact: true }).click();
    await olivia.sees("Requests");
  }
  await looks(olivia, "requests-tabs");
});
