//! What the types, genres and languages of BibLaTeX are called in CSL.
//!
//! In the spirit of Better BibTeX and of pandoc's reader, so that a library gives the same reference
//! whichever way it takes.

use crate::cite::item::KINDS;

/// Words for kinds of sources that authors write into `entrysubtype` or `type`.
const WORDS: &[(&str, &str)] = &[
    ("tweet", "post"),
    ("toot", "post"),
    ("skeet", "post"),
    ("social media post", "post"),
    ("forum post", "post"),
    ("blog", "post-weblog"),
    ("blog post", "post-weblog"),
    ("blogpost", "post-weblog"),
    ("newspaper", "article-newspaper"),
    ("newspaper article", "article-newspaper"),
    ("magazine", "article-magazine"),
    ("magazine article", "article-magazine"),
    ("presentation", "speech"),
    ("talk", "speech"),
    ("lecture", "speech"),
    ("convention", "treaty"),
    ("act", "legislation"),
    ("law", "legislation"),
    ("statute", "legislation"),
    ("case", "legal_case"),
    ("judgment", "legal_case"),
    ("judgement", "legal_case"),
    ("film", "motion_picture"),
    ("movie", "motion_picture"),
    ("video", "motion_picture"),
    ("podcast", "broadcast"),
    ("radio", "broadcast"),
    ("letter", "personal_communication"),
    ("email", "personal_communication"),
    ("e-mail", "personal_communication"),
    ("working paper", "report"),
    ("policy brief", "report"),
    ("preprint", "article"),
];

/// The CSL type that a word names, in its own spelling or in people's.
pub(super) fn by_word(word: &str) -> Option<&'static str> {
    let word = word.trim().to_lowercase();
    let own = KINDS.iter().find(|it| **it == word).copied();
    own.or_else(|| WORDS.iter().find(|it| it.0 == word).map(|it| it.1))
}

/// The CSL type of an entry; `None` for a type that is not known. `held` says which fields it has.
pub(super) fn of_entry(
    kind: &str,
    subtype: Option<&str>,
    genre: Option<&str>,
    held: &dyn Fn(&str) -> bool,
) -> Option<&'static str> {
    if let Some(kind) = subtype.and_then(by_word) {
        return Some(kind);
    }
    let by_genre = genre.and_then(by_word);
    Some(match kind {
        "article" | "suppperiodical" => "article-journal",
        "book" | "mvbook" | "collection" | "mvcollection" | "reference" | "mvreference" | "proceedings"
        | "mvproceedings" | "manual" => "book",
        "booklet" => "pamphlet",
        "inbook" | "bookinbook" | "suppbook" | "incollection" | "suppcollection" => "chapter",
        "inreference" => "entry",
        "inproceedings" | "conference" => "paper-conference",
        "report" | "techreport" => "report",
        "thesis" | "phdthesis" | "mastersthesis" => "thesis",
        "online" | "www" | "electronic" => by_genre.filter(|it| it.starts_with("post")).unwrap_or("webpage"),
        "periodical" => "periodical",
        "unpublished" => match by_genre {
            Some(kind) => kind,
            None if held("eventtitle") || held("venue") || held("eventdate") => "speech",
            None => "manuscript",
        },
        "misc" => by_genre.unwrap_or("document"),
        "legislation" => by_genre.filter(|it| matches!(*it, "bill" | "regulation")).unwrap_or("legislation"),
        "legal" => by_genre.unwrap_or("treaty"),
        "jurisdiction" => "legal_case",
        "standard" => "standard",
        "patent" => "patent",
        "dataset" => "dataset",
        "software" => "software",
        "video" | "movie" => "motion_picture",
        "audio" => by_genre.unwrap_or("song"),
        "music" => "song",
        "image" | "artwork" => "graphic",
        "map" => "map",
        "letter" => "personal_communication",
        "performance" => "performance",
        "review" => "review",
        "commentary" => "chapter",
        "xdata" | "set" | "custom" | "bibnote" => "document",
        _ => by_word(kind)?,
    })
}

/// The types that are told when another one is near.
pub(super) const TYPES: &[&str] = &[
    "article",
    "book",
    "booklet",
    "collection",
    "conference",
    "dataset",
    "inbook",
    "incollection",
    "inproceedings",
    "jurisdiction",
    "legal",
    "legislation",
    "manual",
    "mastersthesis",
    "misc",
    "online",
    "patent",
    "periodical",
    "phdthesis",
    "proceedings",
    "report",
    "software",
    "techreport",
    "thesis",
    "unpublished",
    "video",
    "audio",
];

/// A genre in words: the keys that BibLaTeX translates (manual, section 4.9.2.13).
pub(super) fn genre(written: &str) -> String {
    let words = match written {
        "phdthesis" => "PhD thesis",
        "mathesis" | "mastersthesis" => "Master’s thesis",
        "bathesis" => "Bachelor’s thesis",
        "candthesis" => "Candidate thesis",
        "techreport" => "Technical report",
        "resreport" => "Research report",
        "software" => "Computer software",
        "datacd" => "Data CD",
        "audiocd" => "Audio CD",
        "patent" => "Patent",
        "patreq" => "Patent request",
        it => it,
    };
    words.to_owned()
}

/// The genre of an entry that names none.
pub(super) fn genre_of(kind: &str) -> Option<&'static str> {
    match kind {
        "phdthesis" => Some("PhD thesis"),
        "mastersthesis" => Some("Master’s thesis"),
        "techreport" => Some("Technical report"),
        _ => None,
    }
}

/// A state of publication in words (manual, section 4.9.2.11).
pub(super) fn status(written: &str) -> String {
    match written {
        "inpreparation" => "in preparation",
        "inpress" => "in press",
        "prepublished" => "pre-published",
        it => it,
    }
    .to_owned()
}

/// A language as a tag of BCP 47: what babel calls it, or a tag as it stands.
pub(super) fn language(written: &str) -> String {
    const NAMES: &[(&str, &str)] = &[
        ("american", "en-US"),
        ("usenglish", "en-US"),
        ("english", "en"),
        ("british", "en-GB"),
        ("ukenglish", "en-GB"),
        ("australian", "en-AU"),
        ("canadian", "en-CA"),
        ("newzealand", "en-NZ"),
        ("arabic", "ar"),
        ("bulgarian", "bg-BG"),
        ("catalan", "ca-ES"),
        ("chinese", "zh-CN"),
        ("croatian", "hr-HR"),
        ("czech", "cs-CZ"),
        ("danish", "da-DK"),
        ("dutch", "nl-NL"),
        ("estonian", "et-EE"),
        ("finnish", "fi-FI"),
        ("french", "fr-FR"),
        ("francais", "fr-FR"),
        ("canadien", "fr-CA"),
        ("german", "de-DE"),
        ("ngerman", "de-DE"),
        ("austrian", "de-AT"),
        ("naustrian", "de-AT"),
        ("swissgerman", "de-CH"),
        ("nswissgerman", "de-CH"),
        ("greek", "el-GR"),
        ("hebrew", "he-IL"),
        ("hungarian", "hu-HU"),
        ("magyar", "hu-HU"),
        ("icelandic", "is-IS"),
        ("indonesian", "id-ID"),
        ("italian", "it-IT"),
        ("japanese", "ja-JP"),
        ("korean", "ko-KR"),
        ("latin", "la"),
        ("latvian", "lv-LV"),
        ("lithuanian", "lt-LT"),
        ("norwegian", "nb-NO"),
        ("norsk", "nb-NO"),
        ("nynorsk", "nn-NO"),
        ("polish", "pl-PL"),
        ("portuguese", "pt-PT"),
        ("brazilian", "pt-BR"),
        ("brazil", "pt-BR"),
        ("romanian", "ro-RO"),
        ("russian", "ru-RU"),
        ("serbian", "sr-RS"),
        ("slovak", "sk-SK"),
        ("slovene", "sl-SI"),
        ("slovenian", "sl-SI"),
        ("spanish", "es-ES"),
        ("mexican", "es-MX"),
        ("swedish", "sv-SE"),
        ("turkish", "tr-TR"),
        ("ukrainian", "uk-UA"),
        ("vietnamese", "vi-VN"),
    ];
    let lower = written.trim().trim_start_matches("lang").to_lowercase();
    NAMES.iter().find(|it| it.0 == lower).map_or_else(|| written.trim().to_owned(), |it| it.1.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_one_of_csl() {
        for (word, kind) in WORDS {
            assert!(KINDS.contains(kind), "{word}");
        }
        for kind in TYPES {
            let found = of_entry(kind, None, None, &|_| false).unwrap();
            assert!(KINDS.contains(&found), "{kind}");
        }
        assert_eq!(of_entry("online", Some("tweet"), None, &|_| false), Some("post"));
        assert_eq!(of_entry("misc", None, Some("Treaty"), &|_| false), Some("treaty"));
        assert_eq!(of_entry("unpublished", None, None, &|it| it == "venue"), Some("speech"));
        assert_eq!(of_entry("boook", None, None, &|_| false), None);
    }
}
