import { describe, expect, it } from "vitest";
import { tidy } from "./tidy";

describe("tidy", () => {
  it("leaves readable HTML as it is", () => {
    const html = "<p>\n  Hello\n</p>";
    expect(tidy(html)).toBe(html);
  });
  it("puts blocks on lines of their own and keeps words and inline tags together", () => {
    const style = `style="${"x".repeat(200)}"`;
    expect(
      tidy(
        `<div ${style}><h1>Hi <b>you</b></h1><table><tbody><tr><td>A</td><td>B</td></tr></tbody></table>end</div>`,
      ),
    ).toBe(
      [
        `<div ${style}>`,
        "  <h1>Hi <b>you</b></h1>",
        "  <table>",
        "    <tbody>",
        "      <tr>",
        "        <td>A</td>",
        "        <td>B</td>",
        "      </tr>",
        "    </tbody>",
        "  </table>",
        "  end",
        "</div>",
        "",
      ].join("\n"),
    );
  });
  it("changes nothing but space", () => {
    const html = `<div><p>One {{ contact.name | default: "you" }}</p><p>${"two ".repeat(80)}</p></div>`;
    const words = (text: string) => text.replace(/\s+/g, "");
    expect(words(tidy(html))).toBe(words(html));
    expect(tidy(tidy(html))).toBe(tidy(html));
  });
});
