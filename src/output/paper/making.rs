//! Papers and cards: found among those that earlier runs set, or set now.

use super::side::{CARD, Side};
use super::view;
use crate::output::{Contents, Edition, NotMade};
use crate::report::Diagnostic;
use crate::report::mistakes::paper as mistakes;
use crate::site::{Brief, Target};
use crate::typeset::{self, Failed, Job, Mistake};
use crate::words::{Fingerprint, Fingerprinter, OutPath, Span};

/// What one depends on, as a build knows it without making it. It may hold more than is shown: what is kept is
/// told apart by what the template really gets.
pub fn key(edition: &Edition, index: usize, template: &str) -> Fingerprint {
    let (brief, keys) = (&edition.site.briefs[index], &edition.keys);
    let mut key = Fingerprinter::new(template);
    key.add(keys.site).add(keys.records).add(edition.languages.fingerprint).add(keys.faces[index]);
    key.add(typeset::made_by()).add_value(&edition.templates.tokens);
    if let Some(side) = &edition.paper {
        key.add(side.fingerprint);
    }
    if template == CARD {
        return key.finish();
    }
    key.add(keys.texts[index]);
    let linked = brief.links.iter().filter_map(|it| match it {
        Target::Picture(it) => Some(&**it),
        _ => None,
    });
    for it in brief.cover.iter().chain(linked) {
        let file = OutPath::new(&it.original).and_then(|it| edition.site.assets.get(&it));
        key.add(file.and_then(|it| it.fingerprint().ok()).unwrap_or_default());
    }
    key.finish()
}

/// Makes one, or finds it under its name.
pub fn make(edition: &Edition, index: usize, template: &str, name: Fingerprint) -> Result<Contents, NotMade> {
    let brief = &edition.site.briefs[index];
    let side = edition.paper.as_ref().expect("listed only with a paper side");
    let made = if template == CARD { view::card_of(edition, index) } else { view::of(edition, index) };
    let (job, pictures) = made.map_err(NotMade::Trouble)?;
    let (name, key) = (name.to_string(), job.fingerprint(&side.kit).to_string());
    let (store, typesetter) = (&edition.lent.papers, &edition.lent.typesetter);
    // The same place with other contents is another edition of it.
    if let Some(kept) = store.find(&name)
        && let Some(bytes) = kept.strip_prefix(key.as_bytes())
    {
        return Ok(Contents::Bytes(bytes.to_vec()));
    }
    match typesetter.set(&side.kit, &job, edition.limits()) {
        Ok(bytes) => {
            store.keep(&name, &[key.as_bytes(), &bytes].concat());
            Ok(Contents::Bytes(bytes))
        }
        Err(why) => Err(not_made(brief, side, template, &pictures, &job, why)),
    }
}

/// Why one was not made, in words.
fn not_made(
    brief: &Brief,
    side: &Side,
    template: &str,
    pictures: &[String],
    job: &Job,
    why: Failed,
) -> NotMade {
    let source = &brief.outline.source;
    let way_out = if template == CARD { "outputs: [cards]" } else { "pdf: false" };
    let at = Span::top(source.path.clone());
    let all = match why {
        Failed::Trouble(error) => return NotMade::Trouble(error),
        Failed::Stopped(why) => vec![mistakes::stopped(at, &why.to_string(), way_out)],
        Failed::Mistakes(all) => all
            .iter()
            .map(|it| told(it, &at, side, way_out, if job.pictures.is_empty() { &[] } else { pictures }))
            .collect(),
    };
    NotMade::Mistakes(all)
}

/// One mistake, at its place in the theme or at the brief.
fn told(it: &Mistake, brief: &Span, side: &Side, way_out: &str, pictures: &[String]) -> Diagnostic {
    match it {
        Mistake::Unshown(signs) => {
            let signs: Vec<char> = signs.chars().collect();
            mistakes::glyphs(brief.clone(), &signs, &side.font_folder, way_out)
        }
        Mistake::Told { message, hints, at } => {
            let at =
                at.as_ref().and_then(|(name, start, end)| Some(side.texts.get(name)?.span(*start..*end)));
            let mut hints = hints.clone();
            // It does not say which: all are set at one place of ours.
            if message.contains("image") && !pictures.is_empty() {
                hints.insert(0, format!("one of its pictures is meant: {}", pictures.join(", ")));
            }
            let at = Some(at.unwrap_or_else(|| brief.clone()));
            mistakes::template(at, message, &hints.join("; "), brief.file.as_str())
        }
    }
}
