//! Markdown twins: the same words as the page, whatever signs stand in them, and a list of them all.

use std::sync::Arc;

use brief::draft::body::{Block, BlockKind, Body, Cell, plain};
use brief::draft::{self, Context};
use brief::language::Languages;
use brief::words::{Source, SourcePath};

use crate::small_site::{Ask, SmallSite};
use crate::tags::tags;

/// A text with everything that could be taken for something else.
const TEXT: &str = r#"Some *stressed*, **strong** and ~~struck~~ words, `code | with bars`, H~2~O, m^2^; snake_case, a\*b\*c, \[no link\], 1 < 2 & 3 > 2, \{#not-an-id\}, wait\!

1986\. A year that begins a line. A [link (with brackets)](https://example.org/a_(b)?c=d&e=f) and a note.[^n]

\# no heading

\- no list

\> no quote

- one
- two
  - deeper
    1. numbered

* another list

3. third

   with a second paragraph
4. fourth

> Quoted
>
> twice

::: box A box
Inside *it*.
:::

| A | B \| C |
|:--|--:|
| `a \| b` | x\*y |
| d | |

Term
:   Meaning

```rust
fn main() { let a = "```"; }
```

- [x] done
- [ ] not done

## A heading with `code` {#head}

Text with a hard\
break & an entity: &amp;amp; and \@nobody.

---

### Deeper

The end.

[^n]: The note, with a list:

    - in it
"#;

/// A file with front matter around a text.
fn source(text: &str) -> Arc<Source> {
    let text = format!("---\ntitle: T\ndate: 2026-11-20\n---\n{text}");
    Arc::new(Source::new(SourcePath::new("briefings/a.md").unwrap(), text))
}

/// The words of a body, block by block, each with what it is.
fn words(body: &Body) -> Vec<String> {
    let mut out = Vec::new();
    gather(&body.blocks, &mut out);
    for note in &body.notes {
        gather(&note.blocks, &mut out);
    }
    out
}

/// Adds the words of some blocks.
fn gather(blocks: &[Block], out: &mut Vec<String>) {
    let cells = |all: &[Cell]| all.iter().map(|it| plain(&it.content)).collect::<Vec<_>>().join(" | ");
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(it) => out.push(plain(it)),
            BlockKind::Heading { level, title, .. } => out.push(format!("{level} {}", plain(title))),
            BlockKind::List { start, items } => {
                for item in items {
                    out.push(format!("item {start:?} {:?}", item.done));
                    gather(&item.blocks, out);
                }
            }
            BlockKind::Quote(it) | BlockKind::PullQuote(it) => gather(it, out),
            BlockKind::Code { language, text } => out.push(format!("{language}: {text}")),
            BlockKind::Table(it) => {
                out.push(cells(&it.head));
                out.extend(it.rows.iter().map(|it| cells(it)));
            }
            BlockKind::Definitions(all) => {
                for it in all {
                    out.push(plain(&it.term));
                    it.meanings.iter().for_each(|it| gather(it, out));
                }
            }
            BlockKind::Box { title, blocks } => {
                out.push(plain(title));
                gather(blocks, out);
            }
            BlockKind::Rule => out.push("---".to_owned()),
            BlockKind::Html(_) | BlockKind::Float(_) | BlockKind::View(_) => {}
        }
    }
}

#[test]
fn a_twin_read_again_says_the_same() {
    let site =
        SmallSite::new(&[("briefings/a.md", &format!("---\ntitle: T\ndate: 2026-11-20\n---\n{TEXT}"))]);
    let outcome = site.build(&Ask::default());
    let twin = outcome.text("a/index.md");
    let (_, text) = twin.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap();
    let languages = Languages::read([], &mut Vec::new());
    let empty = Source::new(SourcePath::new("brief.toml").unwrap(), String::new());
    let settings = brief::settings::read(&empty, &mut Vec::new());
    let context = Context { settings: &settings, languages: &languages };
    let (first, second) = (source(TEXT), source(text));
    let (first, second) = (draft::outline(&first, context), draft::outline(&second, context));
    assert!(second.said.is_empty(), "{:#?}\n{twin}", second.said);
    let (first, second) = (draft::body(&first), draft::body(&second));
    assert_eq!(words(&first), words(&second), "{twin}");
}

#[test]
fn its_head_is_clean_and_pages_name_it() {
    let site = SmallSite::new(&[
        (
            "briefings/a.md",
            "---\ntitle: \"A: \\\"b\\\" # c\"\ndate: 2026-11-20\nauthors: [Ada Byron]\nlicense: CC BY 4.0\nextra: { secret: x }\n---\n[On](b.md#part)\n",
        ),
        (
            "briefings/b.md",
            "---\ntitle: B\ndate: 2026-11-20\noutputs: [markdown]\n---\nText.\n\n## Part\n\nT.\n",
        ),
        (
            "briefings/gone.md",
            "---\ntitle: Gone\ndate: 2026-11-01\nstatus: withdrawn\nstandfirst: Secretclaim\nnotice: { date: 2026-11-23, text: It was wrong., kind: editor }\n---\nSecretbody.\n",
        ),
    ]);
    let outcome = site.build(&Ask::default());
    let twin = outcome.text("a/index.md");
    assert!(twin.starts_with("---\ntitle: \"A: “b” # c\"\ndate: 2026-11-20\nauthors: [\"Ada Byron\"]\nlang: \"en\"\nurl: \"https://example.org/a/\"\nlicense: \"CC BY 4.0\"\n---\n"), "{twin}");
    assert!(twin.contains("[On](https://example.org/b/#part)"), "{twin}");
    let named = |page: &str| {
        let all = tags(&outcome.text(page));
        let link = all.iter().find(|it| it.get("type") == Some("text/markdown"));
        link.map(|it| it.get("href").unwrap().to_owned())
    };
    assert_eq!(named("a/index.html").as_deref(), Some("../a/index.md"));
    assert_eq!(named("b/index.html"), None);
    assert!(!outcome.files.contains_key("b/index.md"));
    let gone = outcome.text("gone/index.md");
    assert!(gone.contains("It was wrong.") && !gone.contains("Secret"), "{gone}");
    let list = outcome.text("llms.txt");
    assert!(list.contains("](https://example.org/a/index.md)") && !list.contains("/b/"), "{list}");
    assert!(!list.contains("Secret"), "{list}");
}
