import { person } from "../fixtures/people";
import type { By, Someone } from "../fixtures/steps";
import { expect, test } from "../fixtures/test";

const GB = "United Kingdom (+44)";
const US = "United States (+1)";

/** Numbers that cannot get codes, each with words of its own. */
const REFUSED: { what: string; country: string; typed: string; by?: By; words: string }[] = [
  { what: "nothing", country: GB, typed: "", words: "Enter a phone number." },
  {
    what: "letters",
    country: GB,
    typed: "07700 9OO982",
    words: "That does not look like a phone number in United Kingdom. Check the digits.",
  },
  {
    what: "no such number",
    country: GB,
    typed: "07700 12",
    words: "There is no such phone number in United Kingdom. Check the digits.",
  },
  {
    what: "premium rate",
    country: GB,
    typed: "+44 9098 790000",
    words: "That is a premium-rate number. Use a mobile or a landline.",
  },
  {
    what: "toll-free",
    country: US,
    typed: "(800) 212-3456",
    words: "That is a toll-free number. Use a mobile or a landline.",
  },
  {
    what: "shared cost",
    country: US,
    typed: "+33 884 01 23 45",
    words: "That is a shared-cost number. Use a mobile or a landline.",
  },
  {
    what: "universal access",
    country: GB,
    typed: "055 1234 5678",
    words: "That is a company-wide number. Use a mobile or a landline of your own.",
  },
  { what: "pager", country: GB, typed: "076 4012 3456", words: "That is a pager. Use a mobile or a landline." },
  {
    what: "voicemail",
    country: US,
    typed: "+49 177 99 1234567",
    words: "That is a voicemail number. Use a mobile or a landline.",
  },
  {
    what: "personal",
    country: GB,
    typed: "070 1234 5678",
    words:
      "That number forwards calls to other numbers, so we cannot know who answers. Use a mobile or a landline.",
  },
  {
    what: "internet number",
    country: GB,
    typed: "056 0012 3456",
    words: "We cannot use internet numbers. Use a mobile or a landline.",
  },
  {
    what: "landline for a text",
    country: GB,
    typed: "01632 960123",
    words: "That looks like a landline. Choose Receive a call.",
  },
  {
    what: "country not allowed",
    country: "Cuba (+53)",
    typed: "5 1234567",
    words: "Your organization does not allow numbers from Cuba. Ask an admin.",
  },
];

async function standsAtTheNumber(ana: Someone) {
  await ana.signsIn();
  await ana.opensUserSettings();
  await ana.editsTwoFactor();
  await ana.resetsPhone();
  await ana.choosesToAddPhone();
}

test("each refused kind of number has words of its own and stays as typed", async ({ arrives, page, inbox }) => {
  test.slow();
  const ana = arrives(person(9));
  await standsAtTheNumber(ana);
  const mark = await inbox.mark();

  for (const { what, country, typed, by, words } of REFUSED) {
    await test.step(what, async () => {
      await ana.types({ country, typed });
      await ana.presses(by ?? "Send code via SMS");
      await ana.isTold(words);
      await ana.sees("Add a phone");
      await expect(page.getByLabel("Phone number", { exact: true })).toHaveValue(typed);
      await expect(page.getByLabel("Country", { exact: true }).locator("option:checked")).toHaveText(country);
      await expect(page).toHaveTitle(/^Error: /);
    });
  }

  await ana.reloads();
  await expect(page.getByLabel("Phone number", { exact: true }), "kept over a reload").toHaveValue("5 1234567");
  const typed = REFUSED.map((one) => digits(one.typed)).filter(Boolean);
  const sent = (await inbox.all()).filter((one) => !mark.has(one.id) && typed.some((end) => digits(one.to).endsWith(end)));
  expect(sent, "nothing was sent").toEqual([]);
});

const digits = (text: string) => text.replace(/\D/g, "").replace(/^0/, "");

test("a landline takes a call", async ({ arrives }) => {
  const ana = arrives(person(10));
  await standsAtTheNumber(ana);
  const landline = { country: GB, typed: "01632 960123", e164: "+441632960123", shown: "+44 1632 960123" };
  await ana.types(landline);
  await ana.presses("Send code via SMS");
  await ana.isTold("That looks like a landline. Choose Receive a call.");
  await ana.addsPhone(landline, "Receive a call");
  await ana.finishes();
});

test("a number is read in every way people write it", async ({ arrives, page, inbox }) => {
  test.slow();
  const ana = arrives(person(11));
  await standsAtTheNumber(ana);
  const drama = "+447700900311";
  for (const typed of ["(07700) 900-311", "+44 7700 900 311", "0044 7700 900311", "07700\u2013900311"]) {
    await ana.types({ country: GB, typed });
    await ana.presses("Send code via SMS");
    await ana.sees("Enter the code we sent");
    await expect(page.getByText("+44 7700 900311 (United Kingdom)")).toBeVisible();
    await ana.presses("Change number");
    await ana.sees("Add a phone");
    await expect(page.getByLabel("Phone number", { exact: true }), "never rewritten").toHaveValue(typed);
  }
  // Four presses for one number are one text: the wait holds, whatever the page.
  expect((await inbox.all(drama)).filter((one) => one.code)).toHaveLength(1);
});

test("the number just reset is taken again only when that is meant", async ({ arrives, page, inbox }) => {
  const ana = arrives(person(12));
  await standsAtTheNumber(ana);
  await ana.types({ country: US, typed: ana.phone });
  await ana.presses("Send code via SMS");
  await ana.isTold("That is the number you just reset. Use it again?");
  const mark = await inbox.mark();
  await ana.presses("Use it again");
  await ana.sees("Enter the code we sent");
  await ana.fills("6-digit code", await inbox.nextCode(ana.phone, mark));
  await ana.presses("Verify");
  await ana.readsRecoveryCode();
  await expect(page.getByText("Step 3 of 3")).toBeVisible();
});

test("nothing is judged before it is sent", async ({ arrives, page }) => {
  const ana = arrives(person(13));
  await standsAtTheNumber(ana);
  const number = page.getByLabel("Phone number", { exact: true });
  await number.fill("letters");
  await number.blur();
  await expect(number).not.toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(number).toHaveAttribute("autocomplete", "tel-national");
  await expect(page.getByLabel("Country", { exact: true })).toHaveAttribute("autocomplete", "tel-country-code");
});
