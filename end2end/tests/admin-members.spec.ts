import { admin, OTHER_PASSWORD, person, PASSWORD, secondOwner } from "../fixtures/people";
import { pathIn } from "../fixtures/inbox";
import { expect, test } from "../fixtures/test";
import type { Someone } from "../fixtures/steps";

// The people of Acme are the same for all of these.
test.describe.configure({ mode: "serial" });

const NEWCOMER = "nia.newcomer@home.example";

/** Opens a page of Acme, by its path below the organization. */
async function opens(at: Someone, page: string): Promise<void> {
  await at.goes("/org");
  const org = new URL(at.page.url()).pathname.split("/")[2];
  await at.goes(`/org/${org}/${page}`);
}

test("an owner invites people, corrects what cannot be invited, and a newcomer joins", async ({ arrives, elsewhere, inbox, looks }) => {
  const olivia = arrives(secondOwner);
  await olivia.comesIn();
  await opens(olivia, "people/invite");
  await olivia.sees("Invite people");
  await olivia.page.getByLabel("Email addresses").fill(`${NEWCOMER}\nnot an address\n${person(1).email}`);
  await olivia.presses("Send invitations");
  await olivia.isTold("2 lines cannot be invited");
  await expect(olivia.page.getByText("is no email address")).toBeVisible();
  await expect(olivia.page.getByText("belongs to the organization already")).toBeVisible();
  await expect(olivia.page.getByLabel("Email addresses")).toHaveValue(/not an address/);
  await looks(olivia, "invite-wrong");

  const mark = await inbox.mark();
  await olivia.page.getByLabel("Email addresses").fill(NEWCOMER);
  await olivia.presses("Send invitations");
  await olivia.isTold("The invitation is on its way");
  await expect(olivia.page.getByRole("region", { name: "Waiting for an answer" })).toContainText(NEWCOMER);
  await looks(olivia, "invite-pending");

  const mail = await inbox.next(mark, "an invitation", (one) => one.subject === "You are invited to Acme", NEWCOMER);
  const nia = arrives({ email: NEWCOMER, password: PASSWORD }, await elsewhere());
  await nia.goes(pathIn(mail, "See the invitation:"));
  await nia.sees("Invitation");
  await nia.fills("Your name", "Nia Newcomer");
  await nia.fills("Password", OTHER_PASSWORD);
  await looks(nia, "invitation");
  await nia.presses("Create my account");
  await nia.sees("Sign in");
  await nia.fills("Email", NEWCOMER);
  await nia.fills("Password", OTHER_PASSWORD);
  await nia.presses("Sign in");
  await nia.sees("Add a new phone");
});

test("an admin suspends a person, who is kept out and told whom to ask", async ({ arrives, elsewhere, inbox, looks }) => {
  const [ada, max] = [arrives(admin), arrives(person(91), await elsewhere())];
  await max.signsIn();
  await ada.comesIn();
  const address = await addressOf(ada, max);
  await ada.goes(address);
  await looks(ada, "person");
  const mark = await inbox.mark();
  await ada.presses(/^Suspend /);
  await ada.isTold("is suspended and signed out everywhere");
  const mail = await inbox.next(mark, "the suspension", (one) => one.subject === "Your account is suspended", max.who.email);
  expect(mail.text).toContain("ask ");
  await max.goes("/overview");
  await max.sees("Sign in");
  await max.entersPassword();
  await max.isTold("Email or password is not right.");
  await ada.presses(/^Lift suspension /);
  await ada.isTold("can sign in again");
});

test("an owner gives somebody a role and takes it back", async ({ arrives, elsewhere, looks }) => {
  const [olivia, max] = [arrives(secondOwner), arrives(person(92), await elsewhere())];
  await olivia.comesIn();
  const address = await addressOf(olivia, max);
  await olivia.goes(address);
  await olivia.page.getByLabel("Role", { exact: true }).selectOption("Admin");
  await olivia.presses("Change role");
  await olivia.isTold("is now admin");
  await max.signsIn();
  await max.goes(address);
  await expect(max.page.getByRole("heading", { name: "Key facts" })).toBeVisible();
  await olivia.page.getByLabel("Role", { exact: true }).selectOption("Member");
  await olivia.presses("Change role");
  const refused = await max.page.goto(address);
  expect(refused?.status()).toBe(403);
  await olivia.goes(address);
  await looks(olivia, "person-roles");
});

/** The address of somebody's page, found by searching the list of people. */
async function addressOf(at: Someone, who: Someone): Promise<string> {
  await opens(at, `people?q=${encodeURIComponent(who.who.email)}`);
  const link = at.page.getByRole("row").filter({ hasText: who.who.email }).getByRole("rowheader").getByRole("link");
  return (await link.getAttribute("href")) ?? "";
}

test("an admin sees whom a reset of several people concerns before anything happens", async ({ arrives, page, looks }) => {
  const ada = arrives(admin);
  await ada.comesIn();
  await opens(ada, "people?q=person16");
  for (const email of [person(160).email, person(161).email])
    await page.getByRole("row").filter({ hasText: email }).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Reset 2FA", exact: true }).click();
  await ada.sees("Reset 2FA for several people?");
  await expect(page.getByRole("button", { name: "Reset 2FA for 2 people" })).toBeVisible();
  await looks(ada, "bulk-review");
});

test("everybody who matches is picked over all pages, and one press picks a page", async ({ arrives, page, looks }) => {
  const ada = arrives(admin);
  await ada.comesIn();
  await opens(ada, "people?q=person1&size=25");
  await page.getByRole("checkbox", { name: "Select everybody on this page" }).check();
  await expect(page.getByText("25 selected")).toBeVisible();
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(page.getByText("25 selected")).toHaveCount(0);
  await page.getByRole("checkbox", { name: /^Select all .*that match/ }).check();
  await looks(ada, "people-picked");
  await page.getByRole("button", { name: "Send reminder" }).click();
  await ada.sees("Remind several people?");
  const all = page.getByRole("region", { name: /^(Affected|Skipped): / });
  const counts = await all.getByRole("heading").allTextContents();
  expect(counts.map((text) => Number(text.replace(/\D/g, ""))).reduce((a, b) => a + b)).toBe(100);
});
