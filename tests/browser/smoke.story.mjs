// The pages that anyone reaches without an account.

import assert from "node:assert/strict";

async function walk({ visit }) {
    for (const path of ["/", "/programmes", "/appels", "/connexion"]) {
        const page = await visit(path);
        assert.equal(await page.locator("h1").count(), 1, `${path} has one h1`);
    }
}

export const stories = {
    "a visitor walks through the public pages": walk,

    "the same pages work without JavaScript": async ({ newPerson }) => {
        await walk(await newPerson({ javaScript: false, name: "sans script" }));
    },

    "an unknown address is told kindly": async ({ visit, page }) => {
        await visit("/cette-page-n-existe-pas", { status: 404 });
        assert.ok((await page.getByRole("link").count()) > 0, "there is a way back");
    },
};
