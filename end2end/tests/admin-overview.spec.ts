import { violations } from "../fixtures/a11y";
import { admin } from "../fixtures/people";
import { expect, test } from "../fixtures/test";

test("an admin sees how the organization stands, and the numbers behind each chart", async ({ arrives, page }) => {
  const boss = arrives(admin);
  await boss.comesIn();
  await boss.goes("/org");
  const around = page.getByRole("navigation", { name: "Organization" });
  await around.getByRole("link", { name: "Overview" }).click();
  await boss.sees("Overview");
  for (const label of ["2FA coverage", "Not set up", "Resets, last 7 days", "Codes that worked, last 24 h"]) {
    await expect(page.getByRole("list", { name: "Key figures" }).getByText(label, { exact: true })).toBeVisible();
  }
  await expect(page.getByRole("heading", { name: "Needs attention" })).toBeVisible();
  await expect(page.getByRole("img", { name: /^2FA coverage went from/ })).toBeVisible();
  expect(await violations(page)).toEqual([]);

  const figure = page.getByRole("figure").filter({ has: page.getByRole("heading", { name: "2FA coverage" }) });
  await figure.getByText("Show as table").click();
  await expect(figure.getByRole("columnheader", { name: "With 2FA" })).toBeVisible();
  const download = page.waitForEvent("download");
  await figure.getByRole("link", { name: "Download CSV" }).click();
  expect((await download).suggestedFilename()).toMatch(/^coverage-\d{4}-\d{2}-\d{2}\.csv$/);

  await page.getByRole("navigation", { name: "Range" }).getByRole("link", { name: "Last 365 days" }).click();
  await expect(page).toHaveURL(/range=365/);
  await page.getByRole("link", { name: /^See (all countries|delivery)$/ }).click();
  await boss.sees("Delivery");
  await expect(page.getByRole("rowheader", { name: "United States" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
