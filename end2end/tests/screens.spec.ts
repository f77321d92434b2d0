import { dress, THEMES, WIDTHS } from "../fixtures/a11y";
import { newPhone, person } from "../fixtures/people";
import { expect, test } from "../fixtures/test";
import { tour } from "../fixtures/tour";

// One of the screens does not exist, and the browser says so.
test.use({ quiet: false });

/** Every screen as a picture, for eyes: artifacts/screens/<name>-<theme>-<width>.png */
test("screens", async ({ arrives, page }) => {
  test.setTimeout(240_000);
  const seen = new Set<string>();
  for await (const name of tour(arrives(person(47)), [newPhone(29), newPhone(30)])) {
    expect(seen, "each name once").not.toContain(name);
    seen.add(name);
    for (const width of WIDTHS)
      for (const theme of THEMES) {
        await dress(page, theme, width);
        await page.screenshot({ path: `artifacts/screens/${name}-${theme}-${width}.png`, fullPage: true, animations: "disabled" });
      }
  }
  expect(seen.size).toBeGreaterThan(40);
});
