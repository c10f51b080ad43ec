//! What Markdown becomes.

use expect_test::{Expect, expect};

use super::{Limits, Linker, Picture, Target, to_html};
use crate::document::{SafeUrl, safe_url};

struct Tree;

impl Linker for Tree {
    fn link(&self, destination: &str) -> Target {
        match safe_url(destination) {
            None => Target::Refused,
            Some(SafeUrl::Web { href, host }) => Target::Outside { href, host },
            Some(SafeUrl::Mail { href }) => Target::Outside { href, host: "mail".to_owned() },
            Some(SafeUrl::Relative { path }) if path == "no.md" => {
                Target::Broken { why: "no \"no.md\"".to_owned() }
            }
            Some(SafeUrl::Relative { path }) => Target::Inside { href: format!("#/{path}") },
        }
    }
    fn image(&self, destination: &str) -> Picture {
        match safe_url(destination) {
            Some(SafeUrl::Web { href, host }) => Picture::Outside { href, host },
            Some(SafeUrl::Relative { path }) => Picture::Inside { path },
            _ => Picture::Refused,
        }
    }
    fn mention(&self, word: &str) -> Option<String> {
        (word == "SP01_a_b").then(|| "#/plan/SP01_a_b".to_owned())
    }
    fn code(&self, whole_span: &str) -> Option<String> {
        (whole_span == "src/a.rs").then(|| "#/src/a.rs".to_owned())
    }
}

fn check(text: &str, expect: Expect) {
    expect.assert_eq(&to_html(text, &Tree, &Limits::default()).html);
}

#[test]
fn blocks() {
    check(
        "---\na: b\n---\n# One *two*\n\ntext\nmore\n\n## One two\n> quote\n\n3. x\n4. y\n\n***\n",
        expect![[r##"
            <h2 data-line="4" dir="auto" id="h-one-two">One <em>two</em><a class="anchor" aria-label="Link to this heading" href="#/#one-two">#</a></h2>
            <p data-line="6" dir="auto">text
            more</p>
            <h3 data-line="9" dir="auto" id="h-one-two-1">One two<a class="anchor" aria-label="Link to this heading" href="#/#one-two-1">#</a></h3>
            <blockquote data-line="10" dir="auto"><p data-line="10" dir="auto">quote</p>
            </blockquote>
            <ol start="3">
            <li data-line="12" dir="auto">x</li>
            <li data-line="13" dir="auto">y</li>
            </ol>
            <hr data-line="15">
        "##]],
    );
    check(
        "- [x] done\n- [ ] open\n\n| a | b |\n|--:|:-:|\n| 1 | `2` |\n",
        expect![[r#"
        <ul>
        <li data-line="1" dir="auto"><input type="checkbox" disabled checked aria-label="done"> done</li>
        <li data-line="2" dir="auto"><input type="checkbox" disabled aria-label="open"> open</li>
        </ul>
        <table><thead><tr data-line="4"><th dir="auto" scope="col" class="align-right">a</th><th dir="auto" scope="col" class="align-center">b</th></tr></thead><tbody>
        <tr data-line="6"><td dir="auto" class="align-right">1</td><td dir="auto" class="align-center"><code>2</code></td></tr>
        </tbody></table>
    "#]],
    );
    check(
        "a[^n] b[^n]\n\n[^n]: note\n",
        expect![[r##"
            <p data-line="1" dir="auto">a<sup id="h-fnref-1"><a class="footnote-ref" href="#/#fn-1">1</a></sup> b<sup><a class="footnote-ref" href="#/#fn-1">1</a></sup></p>
            <div class="footnote" id="h-fn-1" data-line="3" dir="auto"><sup><a title="Back to where it is mentioned" href="#/#fnref-1">1 ↩</a></sup> <p data-line="3" dir="auto">note</p>
            </div>
        "##]],
    );
    check(
        "```rust,ignore\nlet x = \"<\";\n```\n\n    plain <b>\n",
        expect![[r#"
            <pre data-line="1" dir="ltr"><code class="language-rust"><span class="t-k">let</span> x = <span class="t-s">"&lt;"</span>;
            </code></pre>
            <pre data-line="5" dir="ltr"><code>plain &lt;b&gt;
            </code></pre>
        "#]],
    );
    check(
        "root/\n├── a <b>\n└── b\n\nin text ├── stays\n",
        expect![[r#"
        <pre class="ascii" data-line="1" dir="ltr">root/
        ├── a &lt;b&gt;
        └── b</pre>
        <p data-line="5" dir="auto">in text ├── stays</p>
    "#]],
    );
}

#[test]
fn links_and_images() {
    check(
        "[a](b.md) [n](no.md) [o](https://X.org/p?a=1&b) [j](javascript:x) <a@b.c>",
        expect![[r##"
        <p data-line="1" dir="auto"><a href="#/b.md">a</a> <span class="broken" data-broken title="no &quot;no.md&quot;">n</span> <a class="outside" href="https://x.org/p?a=1&amp;b" title="x.org" rel="noopener noreferrer" target="_blank">o</a> j <a class="outside" href="mailto:a@b.c" title="mail" rel="noopener noreferrer" target="_blank">a@b.c</a></p>
    "##]],
    );
    check(
        "![a *b*](i.png) ![](https://x.org/i.png) [![c](https://x.org/i.png)](d.md) ![j](data:x)",
        expect![[r##"
            <p data-line="1" dir="auto"><img data-src="i.png" alt="a b"> <a class="outside image" href="https://x.org/i.png" title="x.org" rel="noopener noreferrer" target="_blank">image (x.org)</a> <a href="#/d.md">c</a> j</p>
        "##]],
    );
    check(
        "See SP01_a_b, (SP01_a_b). `src/a.rs` `x` https://x.org/a_(b)). [SP01_a_b](c.md)",
        expect![[r##"
            <p data-line="1" dir="auto">See <a class="mention" href="#/plan/SP01_a_b">SP01_a_b</a>, (<a class="mention" href="#/plan/SP01_a_b">SP01_a_b</a>). <a href="#/src/a.rs"><code>src/a.rs</code></a> <code>x</code> <a class="outside" href="https://x.org/a_(b)" title="x.org" rel="noopener noreferrer" target="_blank">https://x.org/a_(b)</a>). <a href="#/c.md">SP01_a_b</a></p>
        "##]],
    );
}

#[test]
fn raw_html() {
    check(
        "a<br>b <kbd>C</kbd> <b>x</b> <!-- gone --> H<sub>2</sub>O <kbd>open",
        expect![[r#"
        <p data-line="1" dir="auto">a<br>b <kbd>C</kbd> &lt;b&gt;x&lt;/b&gt;  H<sub>2</sub>O <kbd>open</kbd></p>
    "#]],
    );
    check(
        "<details>\n<summary>More *x*</summary>\n\n- item\n\n</details>\n\nafter\n",
        expect![[r#"
            <details data-line="1"><summary dir="auto">More *x*</summary><ul>
            <li data-line="4" dir="auto">item</li>
            </ul>
            </details><p data-line="8" dir="auto">after</p>
        "#]],
    );
    check(
        "> <details>\n> <summary>a\n\nout <script>\n\n<div class=x>\ntext\n</div>\n",
        expect![[r#"
            <blockquote data-line="1" dir="auto"><details data-line="1"><summary dir="auto">a
            </summary></details></blockquote>
            <p data-line="4" dir="auto">out &lt;script&gt;</p>
            <p class="raw" dir="auto" data-line="6">&lt;div class=x&gt;
            text
            &lt;/div&gt;
            </p>"#]],
    );
}
