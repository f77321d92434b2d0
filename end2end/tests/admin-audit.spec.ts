import { readFileSync } from "node:fs";
import { admin, person } from "../fixtures/people";
import { expect, test } from "../fixtures/test";

test("the audit log is read, narrowed by fields and tokens, and shared by its address", async ({ arrives, page }) => {
  const boss = arrives(admin);
  await boss.comesIn();
  await boss.goes("/org");
  await page.getByRole("link", { name: "Audit log", exact: true }).click();
  await boss.sees("Audit log");
  await expect(page.getByText("Everything of the last 30 days, newest first.")).toBeVisible();
  const rows = page.locator("ol.trail > li");
  await expect(rows.filter({ hasText: "Ada Admin signed in" }).first()).toBeVisible();

  await page.getByText("Filters", { exact: true }).click();
  await page.getByLabel("Event").selectOption({ label: "Signed in" });
  await page.getByLabel("Actor").fill("admin@acme.example");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByRole("link", { name: "Remove Event: Signed in" })).toBeVisible();
  await expect(rows.filter({ hasText: "Ada Admin signed in" }).first()).toBeVisible();
  await page.getByRole("link", { name: "Remove Event: Signed in" }).click();
  await expect(page).toHaveURL(/actor=admin/);
  await expect(page).not.toHaveURL(/event=/);

  await page.getByRole("searchbox", { name: "Search" }).fill("event:account.make from:2020-01-01 to:2020-01-31");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText("Nothing happened in this range.")).toBeVisible();
  await page.getByRole("link", { name: "Clear all" }).click();
  await expect(rows.first()).toBeVisible();
});

test("an event has its own page in a verified chain", async ({ arrives, page }) => {
  const boss = arrives(admin);
  await boss.comesIn();
  await boss.goes("/org");
  await page.getByRole("link", { name: "Audit log", exact: true }).click();
  // Others are busy meanwhile: what is newest is not always a sign-in.
  await page.locator("ol.trail > li").filter({ hasText: "Ada Admin signed in" }).first().getByRole("link").first().click();
  await boss.sees("Event");
  const begun = page.url();
  await expect(page.getByText("Chain verified")).toBeVisible();
  await expect(page.getByText("\"kind\": \"session.begin\"")).toBeVisible();
  await page.getByRole("link", { name: "Previous in the chain" }).click();
  await expect(page).not.toHaveURL(begun);
  await expect(page.getByText("Chain verified")).toBeVisible();
  await page.getByRole("link", { name: "Next in the chain" }).click();
  await expect(page).toHaveURL(begun);
});

test("an export is downloaded whole, as an event of its own", async ({ arrives, page }) => {
  const boss = arrives(admin);
  await boss.comesIn();
  await boss.goes("/org");
  await page.getByRole("link", { name: "Audit log", exact: true }).click();
  for (const [name, ending] of [["Export CSV", ".csv"], ["Export JSON Lines", ".jsonl"]] as const) {
    const coming = page.waitForEvent("download");
    await page.getByRole("link", { name }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toMatch(new RegExp(`^audit-.*\\${ending}$`));
    const lines = readFileSync(await file.path(), "utf8").trim().split("\n");
    expect(lines.length).toBeGreaterThan(2);
    if (ending === ".jsonl") {
      const end = JSON.parse(lines.at(-1)!) as { type: string; holds: string; count: number };
      expect([end.type, end.holds]).toEqual(["end", "run"]);
      expect(lines.filter((line) => line.startsWith("{\"type\":\"event\""))).toHaveLength(end.count);
    }
  }
  await page.reload();
  // Others are busy meanwhile: what is newest is not always this.
  await expect(page.locator("ol.trail > li").filter({ hasText: "Ada Admin exported the audit log" }).first()).toBeVisible();
});

test("what happens while somebody reads the log is said above it, and shown when they like", async ({ arrives, elsewhere, page }) => {
  test.setTimeout(60_000);
  const [boss, ana] = [arrives(admin), arrives(person(163), await elsewhere())];
  await boss.comesIn();
  await boss.goes("/org");
  await page.getByRole("link", { name: "Audit log", exact: true }).click();
  await boss.sees("Audit log");
  const rows = page.locator("ol.trail > li");
  const first = await rows.first().textContent();
  await ana.signsIn();
  const bar = page.getByRole("status").getByRole("link", { name: /^\d+ new events? — show$/ });
  await expect(bar).toBeVisible({ timeout: 30_000 });
  expect(await rows.first().textContent(), "nothing moves under a reader's eyes").toBe(first);
  await bar.click();
  await boss.sees("Audit log");
  await expect(rows.first()).not.toHaveText(first ?? "");
});
