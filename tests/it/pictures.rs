//! Pictures: their sizes on pages, the widths in which they are offered, and what is said of those that
//! cannot be shown.

use crate::pixels::plain_png;
use crate::small_site::{Ask, SmallSite};

/// A brief with this text.
fn brief(text: &str) -> String {
    format!("---\ntitle: Roads\ndate: 2026-11-20\n---\n{text}\n")
}

/// A site with one brief of this text, and pictures beside it.
fn site(text: &str, pictures: &[(&str, Vec<u8>)]) -> SmallSite {
    let site = SmallSite::new(&[("briefings/roads/index.md", &brief(text))]);
    for (name, bytes) in pictures {
        site.write(&format!("briefings/roads/{name}"), bytes);
    }
    site
}

#[test]
fn every_picture_keeps_its_place() {
    let svg = b"<svg viewBox='0 0 30 20'/>".to_vec();
    let gif = b"GIF89a\x0a\x00\x05\x00\x00\x00\x00;".to_vec();
    let text = "![A](a.png)\n\n![B](b.svg)\n\n::: figure src=c.gif alt=\"C\"\nC.\n:::\n";
    let site = site(text, &[("a.png", plain_png(40, 30)), ("b.svg", svg), ("c.gif", gif)]);
    let page = site.build(&Ask::default()).main("roads/index.html");
    for it in [
        "<img src=\"../roads/a.png\" width=\"40\" height=\"30\" alt=\"A\" decoding=\"async\">",
        "<img src=\"../roads/b.svg\" width=\"30\" height=\"20\" alt=\"B\" loading=\"lazy\" decoding=\"async\">",
        "<img src=\"../roads/c.gif\" width=\"10\" height=\"5\" alt=\"C\" loading=\"lazy\" decoding=\"async\">",
    ] {
        assert!(page.contains(it), "{it} in {page}");
    }
}
