//! What a style prints, where the engine alone would print something else.

use super::{Cite, Date, Day, Item, Name, Part, Style, Voice, set};

/// A report with these variables.
fn report(id: &str, texts: &[(&'static str, &str)]) -> Item {
    let mut item = Item { id: id.into(), kind: "report", ..Item::default() };
    texts.iter().for_each(|(variable, text)| item.set(variable, *text));
    item.names.insert("author", vec![Name::Literal("Bureau of Labor Statistics".into())]);
    item.dates.insert("issued", Date::day(2026, 2, 3));
    item
}

/// A citation of one item.
fn cite(item: usize, note: usize) -> Cite {
    Cite { parts: vec![Part::of(item)], note, opens_note: true, hidden: false }
}

#[test]
fn what_the_engine_corrupts_comes_out_whole() {
    let style = Style::named("chicago-notes").unwrap();
    let item = report("a", &[("title", "Jobs <i>now</i>"), ("number", "USDL-26-0599"), ("publisher", "BLS")]);
    let out = set(&style, "en-US", &[&item], &[cite(0, 1)]);
    let words = out.references[0].2.words();
    assert!(words.contains("USDL-26-0599") && words.contains("Bureau of Labor Statistics"), "{words}");
    assert!(!words.contains('<'), "{words}");
}

#[test]
fn notes_shorten_and_authors_are_left_out() {
    let style = Style::named("chicago-notes").unwrap();
    let (one, two) = (report("a", &[("title", "One thing")]), report("b", &[("title", "Another thing")]));
    let mut hushed = cite(0, 4);
    hushed.parts[0].voice = Voice::Suppressed;
    let mut see = cite(1, 5);
    see.parts[0].prefix = "see".into();
    see.parts[0].locator = Some(("page", "4-6".into()));
    let out = set(&style, "en-GB", &[&one, &two], &[cite(0, 1), cite(1, 2), cite(0, 3), hushed, see]);
    assert!(out.cites[0].words().len() > out.cites[2].words().len(), "{:?}", out.cites);
    assert!(!out.cites[3].words().contains("Bureau"), "{:?}", out.cites[3].words());
    assert!(out.cites[4].words().starts_with("See Bureau"), "{:?}", out.cites[4].words());
    assert!(out.cites[4].words().contains("4–6"), "{:?}", out.cites[4].words());
    assert_eq!(out.references.len(), 2);
}

#[test]
fn intervals_and_hostile_text_do_no_harm() {
    let mut item = report("a", &[("title", "<script>alert(1)</script>"), ("URL", "javascript:alert(1)")]);
    item.dates.get_mut("issued").unwrap().end = Some(Day { year: 2027, month: None, day: None });
    for name in ["chicago-notes", "apa", "ieee"] {
        let out = set(&Style::named(name).unwrap(), "de", &[&item], &[cite(0, 1)]);
        let runs = out.references.iter().flat_map(|it| &it.2.0);
        assert!(runs.clone().all(|it| it.url.is_none()));
        assert!(out.references[0].2.words().contains("<script>"), "as text: {:?}", out.references);
    }
}

/// A book by one person.
fn book(id: &str, title: &str, family: &str, particle: Option<&str>, year: i16) -> Item {
    let mut item = Item { id: id.into(), kind: "book", ..Item::default() };
    item.set("title", title);
    item.set("publisher", "Press");
    let person = Name::Person {
        family: family.into(),
        given: Some("Ada".into()),
        particle: particle.map(str::to_owned),
        suffix: None,
    };
    item.names.insert("author", vec![person]);
    item.dates
        .insert("issued", Date { start: Some(Day { year, month: None, day: None }), ..Date::default() });
    item
}

/// What a style prints for citations of items, in notes of their own.
fn printed(style: &str, items: &[&Item], cites: &[Cite]) -> (Vec<String>, Vec<String>) {
    let out = set(&Style::named(style).unwrap(), "en-US", items, cites);
    let cites = out.cites.iter().map(|it| it.words()).collect();
    (cites, out.references.iter().map(|it| it.2.words()).collect())
}

#[test]
fn particles_stand_where_the_style_wants_them() {
    let berg = book("berg", "Rivers", "Berg", Some("van den"), 2001);
    let (notes, references) = printed("chicago-notes", &[&berg], &[cite(0, 1), cite(0, 5)]);
    assert!(notes[0].starts_with("Ada van den Berg, "), "{notes:?}");
    assert!(notes[1].starts_with("Van den Berg, "), "{notes:?}");
    assert!(references[0].contains("Berg, Ada"), "{references:?}");
    let (cites, _) = printed("apa", &[&berg], &[cite(0, 0)]);
    assert!(cites[0].to_lowercase().contains("van den berg"), "{cites:?}");
    assert!(!notes.concat().contains('\u{1}') && !references.concat().contains('\u{1}'));
}

#[test]
fn what_is_no_ibid_is_named() {
    let (one, two) = (book("a", "Rivers", "Berg", None, 2001), book("b", "Roads", "Mason", None, 2002));
    let mut group = cite(0, 3);
    group.parts.push(cite(1, 3).parts.remove(0));
    // After a group, and after a note of the author, the work is named again.
    let (notes, references) =
        printed("chicago-notes", &[&one, &two], &[cite(0, 1), cite(1, 2), group, cite(1, 4), cite(1, 6)]);
    assert!(notes[3].contains("Roads") && notes[4].contains("Roads"), "{notes:?}");
    assert_eq!(references.len(), 2, "nobody's source is in no list: {references:?}");
}

#[test]
fn a_table_of_dates_is_no_first_citation() {
    let one = book("a", "Rivers", "Berg", None, 2001);
    let hidden = Cite { hidden: true, ..cite(0, 0) };
    let (notes, _) = printed("chicago-notes", &[&one], &[hidden, cite(0, 1)]);
    assert!(notes[0].is_empty() && notes[1].starts_with("Ada Berg, Rivers (Press, 2001)"), "{notes:?}");
}

#[test]
fn letters_after_years_follow_the_list() {
    let (z, a) = (book("z", "Zebras", "Berg", None, 2001), book("a", "Antelopes", "Berg", None, 2001));
    let (cites, references) = printed("apa", &[&z, &a], &[cite(0, 0), cite(1, 0)]);
    assert!(references[0].contains("2001a") && references[0].contains("Antelopes"), "{references:?}");
    assert!(cites[0].contains("2001b") && cites[1].contains("2001a"), "{cites:?}");
}

#[test]
fn a_narrative_citation_in_notes_does_not_repeat_the_name() {
    let one = book("a", "Rivers", "Berg", None, 2001);
    let mut says = cite(0, 1);
    says.parts[0].voice = Voice::Narrative;
    let out = set(&Style::named("chicago-notes").unwrap(), "en-US", &[&one], &[says]);
    assert_eq!(out.names[&0].words(), "Berg");
    assert!(!out.cites[0].words().contains("Berg"), "{:?}", out.cites);
}

#[test]
fn marks_inside_titles_are_looks() {
    let one = book("a", "Roads of <i>Homo</i> and H<sub>2</sub>O", "Berg", None, 2001);
    for style in ["chicago-notes", "apa"] {
        let out = set(&Style::named(style).unwrap(), "en-US", &[&one], &[cite(0, 1)]);
        let reference = &out.references[0].2;
        assert!(reference.words().contains("Homo and H2O"), "{}", reference.words());
        assert!(reference.0.iter().any(|it| it.text.contains("Homo") && !it.look.italic), "{reference:?}");
    }
}

#[test]
fn nothing_is_printed_of_nothing() {
    let mut page = Item { id: "p".into(), kind: "webpage", ..Item::default() };
    page.set("title", "An anonymous page");
    let mut says = cite(0, 0);
    says.parts[0].voice = Voice::Narrative;
    for style in ["mla", "apa", "chicago-author-date"] {
        let out = set(&Style::named(style).unwrap(), "en-US", &[&page], &[says.clone()]);
        assert!(out.cites[0].words().contains("An anonymous page"), "{style}: {:?}", out.cites);
        assert!(!out.cites[0].words().contains("()"), "{style}: {:?}", out.cites);
    }
    // A note is never a page alone, and a dash never an author.
    let (one, two) = (book("a", "Rivers", "Berg", None, 2001), book("b", "Roads", "Berg", None, 2002));
    let mut hushed = cite(0, 3);
    hushed.parts[0].voice = Voice::Suppressed;
    hushed.parts[0].locator = Some(("page", "3".into()));
    for style in ["modern-humanities-research-association-notes", "turabian-fullnote-8", "chicago-notes"] {
        let (notes, references) = printed(style, &[&one, &two], &[cite(0, 1), cite(1, 2), hushed.clone()]);
        assert!(notes[2].len() > 6, "{style}: {notes:?}");
        assert!(
            references.iter().all(|it| it.contains("Berg") && !it.contains('—')),
            "{style}: {references:?}"
        );
    }
}

#[test]
fn what_is_left_out_stays_out_where_something_else_is_said() {
    // A year or a short title is enough; only a page alone is not.
    let (war, dated) = (book("a", "War", "Berg", None, 2011), book("b", "Roads", "Mason", None, 2011));
    let hushed = |item: usize, note: usize| {
        let mut it = cite(item, note);
        it.parts[0].voice = Voice::Suppressed;
        it.parts[0].locator = Some(("page", "1".into()));
        it
    };
    let (cites, _) = printed("apa", &[&dated], &[hushed(0, 0)]);
    assert_eq!(cites[0], "(2011, p. 1)");
    let (notes, _) = printed("chicago-notes", &[&war, &dated], &[cite(0, 1), cite(1, 2), hushed(0, 3)]);
    assert!(notes[2].starts_with("War, 1"), "{notes:?}");
}

#[test]
fn families_of_several_words_keep_their_particle() {
    let one = book("a", "Rivers", "Fuente Marcos", Some("de la"), 2001);
    let two = book("b", "Roads", "Marcos", None, 2002);
    let (notes, _) = printed("chicago-notes", &[&one, &two], &[cite(0, 1), cite(1, 2), cite(0, 3)]);
    assert!(notes[0].starts_with("Ada de la Fuente Marcos,"), "{notes:?}");
    assert!(notes[2].to_lowercase().starts_with("de la fuente marcos"), "{notes:?}");
}

#[test]
fn a_style_without_a_list_gets_one() {
    let csl = "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title>T</title>\
        <id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>\
        <citation><layout prefix=\"(\" suffix=\")\"><names variable=\"author\"/></layout></citation></style>";
    let style = Style::from_csl(csl).unwrap();
    let mut page = Item { id: "p".into(), kind: "webpage", ..Item::default() };
    page.set("title", "An anonymous page");
    let one = book("a", "Rivers", "Berg", None, 2001);
    let out = set(&style, "en-US", &[&one, &page], &[cite(0, 0), cite(1, 0)]);
    assert_eq!(out.references.len(), 2, "{:?}", out.references);
    assert_eq!(out.cites[1].words(), "(An anonymous page)");
}

#[test]
fn references_without_a_name_stand_where_readers_look_for_them() {
    for style in ["chicago-notes", "apa"] {
        let site = |holder: &str| {
            let mut site = report(holder, &[("title", "Zinc"), ("container-title", holder)]);
            site.kind = "webpage";
            site.names.clear();
            site
        };
        let by = |name: &str| {
            let mut book = book(name, "On ferries", name, None, 2020);
            book.names.insert("author", vec![Name::Literal(name.into())]);
            book
        };
        let all = [
            site("Bloomberg"),
            by("Hosaka"),
            site("Rossa Primavera"),
            by("China Military"),
            site("Frankfurter"),
            by("Valdai"),
        ];
        let items: Vec<&Item> = all.iter().collect();
        let cites: Vec<Cite> = (0..all.len()).map(|it| cite(it, it + 1)).collect();
        let out = set(&Style::named(style).unwrap(), "en-GB", &items, &cites);
        let words: Vec<String> = out.references.iter().map(|it| it.2.words()).collect();
        let mut sorted = words.clone();
        sorted.sort_by_key(|it| it.trim_start_matches("The ").to_owned());
        assert_eq!(words, sorted, "{style}");
    }
}

#[test]
fn fixed_words_stay_where_a_variable_beside_them_is_missing() {
    // In a branch and among stand-ins nothing hangs on a variable; in a group all does (CSL 1.0.2, "Group").
    let csl = |inside: &str| {
        format!(
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"note\" version=\"1.0\"><info><title>T</title>\
             <id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>\
             <macro name=\"words\"><text value=\"printed\"/></macro>\
             <citation><layout><text variable=\"title\"/></layout></citation>\
             <bibliography><layout delimiter=\"\"><group delimiter=\" \"><text variable=\"title\"/>{inside}</group></layout>\
             </bibliography></style>"
        )
    };
    let item = report("a", &[("title", "Roads")]);
    let missing = "<text variable=\"medium\"/>";
    for (inside, wanted) in [
        (
            format!("<choose><if type=\"report\">{missing}<text value=\"printed\"/></if></choose>"),
            "Roads printed",
        ),
        (
            format!(
                "<names variable=\"editor\"><substitute>{missing}<text value=\"printed\"/></substitute></names>"
            ),
            "Roads printed",
        ),
        (format!("<group delimiter=\" \">{missing}<text macro=\"words\"/></group>"), "Roads printed"),
        (format!("<group delimiter=\" \">{missing}<text value=\"printed\"/></group>"), "Roads"),
    ] {
        let style = Style::from_csl(&csl(&inside)).unwrap();
        let set = set(&style, "en-GB", &[&item], &[Cite::listed(0)]);
        assert_eq!(set.references[0].2.words(), wanted, "{inside}");
    }
}
