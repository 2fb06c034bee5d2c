// Reads the files that the service writes as their readers do: a spreadsheet's cells, a PDF's words.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { inflateRawSync } from "node:zlib";
import { cents, plain } from "../steps.mjs";

/** The words of a PDF, in reading order (Debian package poppler-utils). */
export function wordsOfPdf(bytes) {
    assert.equal(bytes.subarray(0, 5).toString(), "%PDF-");
    const reader = spawnSync("pdftotext", ["-layout", "-", "-"], { input: bytes, maxBuffer: 1e8 });
    assert.equal(reader.status, 0, `pdftotext: ${reader.error ?? reader.stderr}`);
    return plain(reader.stdout.toString("utf8"));
}

/** Every amount of a PDF, in cents. */
export function amountsOfPdf(bytes) {
    return (wordsOfPdf(bytes).match(/-?\d{1,3}(?: \d{3})*,\d\d(?!\d)/g) ?? []).map(cents);
}

/** Every amount of the first sheet of a workbook, in cents, row after row: the cells with a number that is no year. */
export function amountsOfXlsx(bytes) {
    const sheet = unzip(bytes, "xl/worksheets/sheet1.xml").toString("utf8");
    const rows = sheet.match(/<row .*?<\/row>/gs) ?? [];
    return rows.flatMap((row) => [...row.matchAll(/<c r="([E-T])\d+"(?![^>]*t="s")[^>]*><v>([^<]*)<\/v>/g)].map(([, , value]) => centsOfNumber(value)));
}

/** Whole cents of a spreadsheet's number, « 1234.5 ». */
function centsOfNumber(text) {
    const [whole, fraction = ""] = text.split(".");
    assert.ok(fraction.length <= 2, `${text} is finer than a cent`);
    return BigInt(`${whole}${fraction.padEnd(2, "0")}`);
}

/** One file of a zip archive, found through its central directory. */
function unzip(archive, name) {
    let at = archive.readUInt32LE(archive.lastIndexOf("PK\u0005\u0006") + 16);
    while (archive.readUInt32LE(at) === 0x02014b50) {
        const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
        if (archive.subarray(at + 46, at + 46 + nameLength).toString() === name) {
            const local = archive.readUInt32LE(at + 42);
            const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
            return inflateRawSync(archive.subarray(start, start + archive.readUInt32LE(at + 20)));
        }
        at += 46 + nameLength + extraLength + commentLength;
    }
    assert.fail(`the workbook has no ${name}`);
}
