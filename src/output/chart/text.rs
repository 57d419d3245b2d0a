//! How wide words are, about, and where their lines break: a picture has no one who sets its text.

/// The size of text in a picture.
pub(super) const SIZE: f64 = 13.0;

/// From one line to the next.
pub(super) const LEADING: f64 = 16.0;

/// Which end of a text stands at its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Anchor {
    /// Its start.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// How wide a line of text is. The faces of themes differ; this is on the wide side of them.
pub(super) fn width(text: &str) -> f64 {
    let em = |it: char| match it {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' => 0.27,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '-' | '[' | ']' => 0.35,
        'm' | 'w' | 'M' | 'W' | '—' | '%' | '@' => 0.86,
        it if it.is_uppercase() => 0.64,
        it if is_wide(it) => 1.02,
        _ => 0.54,
    };
    text.chars().map(em).sum::<f64>() * SIZE
}

/// Whether a sign takes the square of its size, as in Chinese, Japanese and Korean.
pub(super) fn is_wide(it: char) -> bool {
    matches!(it, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3fffd}')
}

/// The lines of a text that may be as wide as `most`; a word that is wider has a line of its own.
pub(super) fn wrapped(text: &str, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words(text) {
        let longer = format!("{line}{word}");
        if !line.is_empty() && width(longer.trim_end()) > most {
            lines.push(line.trim_end().to_owned());
            line = word.trim_start().to_owned();
        } else {
            line = longer;
        }
    }
    let last = line.trim_end();
    if !last.is_empty() || lines.is_empty() {
        lines.push(last.to_owned());
    }
    lines
}

/// Where lines may break: after spaces, and between wide signs.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for it in text.chars() {
        if it.is_whitespace() {
            word.push(' ');
            words.push(std::mem::take(&mut word));
        } else if is_wide(it) {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            words.push(it.to_string());
        } else {
            word.push(it);
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The widest of some texts.
pub(super) fn widest<'a>(texts: impl IntoIterator<Item = &'a str>) -> f64 {
    texts.into_iter().map(width).fold(0.0, f64::max)
}

/// Moves places on a line apart until each has the room that it needs, as little as can be, and none
/// leaves `from..to` as long as there is room. `places` are sorted middles with their sizes; what
/// comes back are middles.
pub(super) fn apart(places: &[(f64, f64)], (from, to): (f64, f64)) -> Vec<f64> {
    // Neighbours that touch become a block, which stands where its members would on average.
    struct Block {
        /// The sum of where its members want it to begin.
        wanted: f64,
        /// How many there are.
        count: f64,
        /// How long it is.
        size: f64,
    }
    let mut blocks: Vec<Block> = Vec::new();
    let start = |it: &Block| (it.wanted / it.count).min(to - it.size).max(from);
    for (middle, size) in places {
        let mut block = Block { wanted: middle - size / 2.0, count: 1.0, size: *size };
        while let Some(last) = blocks.last()
            && start(last) + last.size > start(&block)
        {
            let Some(last) = blocks.pop() else { break };
            block.wanted = last.wanted + block.wanted - last.size * block.count;
            block.count += last.count;
            block.size += last.size;
        }
        blocks.push(block);
    }
    let mut out = Vec::with_capacity(places.len());
    let mut sizes = places.iter().map(|it| it.1);
    for block in &blocks {
        let mut at = start(block);
        for size in sizes.by_ref().take(block.count as usize) {
            out.push(at + size / 2.0);
            at += size;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_between_wide_signs() {
        assert_eq!(wrapped("China and Russia", 60.0), ["China and", "Russia"]);
        assert_eq!(wrapped("", 60.0), [""]);
        assert_eq!(wrapped("日本とロシア", 40.0), ["日本と", "ロシア"]);
        assert_eq!(wrapped("Donaudampfschifffahrt", 10.0), ["Donaudampfschifffahrt"]);
    }

    #[test]
    fn labels_never_overlap_and_move_as_little_as_can_be() {
        assert_eq!(apart(&[(10.0, 16.0), (50.0, 16.0)], (0.0, 100.0)), [10.0, 50.0]);
        assert_eq!(apart(&[(50.0, 16.0), (50.0, 16.0)], (0.0, 100.0)), [42.0, 58.0]);
        // At the edge they move inwards together.
        assert_eq!(apart(&[(2.0, 16.0), (4.0, 16.0)], (0.0, 100.0)), [8.0, 24.0]);
        let many: Vec<(f64, f64)> = (0..9).map(|it| (f64::from(it) * 3.0, 16.0)).collect();
        let moved = apart(&many, (0.0, 400.0));
        assert!(moved.windows(2).all(|it| it[1] - it[0] >= 16.0 - 1e-9), "{moved:?}");
    }
}
