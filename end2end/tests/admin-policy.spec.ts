import { violations } from "../fixtures/a11y";
import { admin, secondOwner } from "../fixtures/people";
import { expect, test } from "../fixtures/test";

test("an owner changes the policy after seeing what it changes; an admin reads it", async ({ arrives, elsewhere, page }) => {
  const boss = arrives(secondOwner);
  await boss.comesIn();
  await boss.goes("/org");
  await page.getByRole("navigation", { name: "Organization" }).getByRole("link", { name: "Policy" }).click();
  await boss.sees("Policy");
  expect(await violations(page)).toEqual([]);

  await page.getByLabel("Wait of Reset MFA, in hours").fill("100000");
  await page.getByLabel("Allowed countries").fill("US GB");
  await boss.presses("Save policy");
  await boss.isTold(/Enter a wait from \d+ to 720 hours/);
  await expect(page.getByLabel("Allowed countries")).toHaveValue("US GB");

  await page.getByLabel("Wait of Reset MFA, in hours").fill("");
  await page.getByLabel("Allowed countries").fill("GB");
  await boss.presses("Save policy");
  await boss.sees("Save this policy?");
  await expect(page.getByText(/people have a number of another country/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await boss.presses("Back to the form");
  await expect(page.getByLabel("Allowed countries")).toHaveValue("GB");

  await test.step("a form that was changed is not left by accident", async () => {
    await page.getByLabel("Allowed countries").fill("GB US");
    const asked = page.waitForEvent("dialog");
    const away = page.getByRole("link", { name: "Overview", exact: true }).click();
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.accept();
    await away;
    await boss.sees("Overview");
  });

  const reader = arrives(admin, await elsewhere());
  await reader.comesIn();
  await reader.goes("/org");
  await reader.page.getByRole("navigation", { name: "Organization" }).getByRole("link", { name: "Policy" }).click();
  await expect(reader.page.getByText("Owners change the policy. You can read it.")).toBeVisible();
  await expect(reader.page.getByRole("button", { name: "Save policy" })).toHaveCount(0);
});
