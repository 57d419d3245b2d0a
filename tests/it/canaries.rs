//! What is withheld is nowhere: words that stand in no other place are planted in every field and
//! file of a withheld brief, and then looked for in every path and every byte of the output.

use std::collections::BTreeSet;

use crate::pixels;
use crate::small_site::{Ask, Outcome, SmallSite};

/// Words that were planted, told apart by the field they stand in.
#[derive(Default)]
pub(super) struct Cage {
    /// What begins every word, so that two briefs have different ones.
    species: &'static str,
    /// Words that readers see when the brief is published.
    seen: Vec<String>,
    /// Words that nobody sees even then: reasons given to editors, ids of files' sources.
    kept: Vec<String>,
}

impl Cage {
    /// A word that readers will see.
    fn seen(&mut self, field: &str) -> String {
        let word = format!("{}{field}", self.species);
        self.seen.push(word.clone());
        word
    }

    /// A word that stays with the editors.
    fn kept(&mut self, field: &str) -> String {
        let word = format!("{}{field}", self.species);
        self.kept.push(word.clone());
        word
    }

    /// All of them.
    fn all(&self) -> impl Iterator<Item = &String> {
        self.seen.iter().chain(&self.kept)
    }
}

/// Plants words in a comparison with everything, in a folder of its own; `status` is a line of its
/// front matter.
fn plant(site: &SmallSite, species: &'static str, status: &str) -> Cage {
    let mut cage = Cage { species, ..Cage::default() };
    let c = &mut cage;
    let front = format!(
        "---\ntitle: {}\nkind: comparison\n{status}\ndate: 2026-11-20\nupdated: 2026-11-21\nas_of: 2026-11-19\nsubtitle: {}\nstandfirst: {}\n\
         summary: [{}]\ntype: {}\nauthors: [{species}id, {}, {{ name: {}, role: r, affiliation: a }}]\nseries: {species}series\nnumber: {}\n\
         topics: [{}]\nregions: [{}]\nkeywords: [{}]\nlicense: {}\ncopyright: {}\ndisclaimer: {}\nfunding: {}\ninterests: {}\nacknowledgements: {}\n\
         aliases: [/{}/]\nslug: {}\ndoi: 10.1234/{}\n\
         cover: {{ image: {}.png, alt: {}, caption: {}, credit: {} }}\nattachments: [{{ file: {}.csv, title: {} }}]\n\
         corrections: [{{ date: 2026-11-21, text: {}, severity: minor }}]\nnotice: {{ date: 2026-11-21, text: {}, kind: editor }}\n\
         extra: {{ a: {} }}\napproved_by: [{}]\nreviewed_by: [{}]\naccept: [{{ check: no-contrast, why: {} }}]\nquestion: {}\n\
         cases:\n  one: {{ name: {}, short: {}, aka: [{}], why: {}, role: contrast }}\n  two: Two\nactors: {{ Guild: {{ name: {}, link: \"https://example.org/{}\" }} }}\n---\n",
        c.seen("title"),
        c.seen("subtitle"),
        c.seen("standfirst"),
        c.seen("summary"),
        c.seen("type"),
        c.seen("author"),
        c.seen("author2"),
        c.seen("number"),
        c.seen("topic"),
        c.seen("region"),
        c.seen("keyword"),
        c.seen("license"),
        c.seen("copyright"),
        c.seen("disclaimer"),
        c.seen("funding"),
        c.seen("interests"),
        c.seen("thanks"),
        c.seen("alias"),
        c.seen("slug"),
        c.seen("doi"),
        c.seen("coverfile"),
        c.seen("coveralt"),
        c.seen("covercaption"),
        c.seen("covercredit"),
        c.seen("attached"),
        c.seen("attachedtitle"),
        c.seen("correction"),
        c.seen("notice"),
        c.kept("extra"),
        c.kept("approved"),
        c.kept("reviewed"),
        c.kept("accept"),
        c.seen("question"),
        c.seen("case"),
        c.seen("short"),
        c.kept("aka"),
        c.seen("why"),
        c.seen("actor"),
        c.seen("actorlink"),
    );
    let body = format!(
        "{0} text.[^n] ![{1}]({2}.png) [{3}](https://example.org/{4}) `{5}` <!-- {6} -->\n\n[^n]: {7}\n\n::: box {8}\n{9}\n:::\n\n\
         | {10} |\n|---|\n| {11} |\n\n::: figure #{12} src={13}.png alt={14} credit={15}\n{16}\n:::\n\n```{17}\n{18}\n```\n\n\
         ::: chart #{40} data={41}.csv type=line x={42} y=value series=group title={43} unit={44} alt={45} credit={46}\n{47}\n:::\n\n\
         ## {19}? {{#{20}}}\n\n### {21}\n{22} [@{species}key].\n\n### Two\nYes [@{species}key].\n\n\
         ## Out {{.outcome}}\n\n### {21}\n- Intended: {23}\n- Actual: {24}\n\n### Two\n- Actual: x\n\n\
         ## Lessons {{.lessons}}\n\n### {25} {{#{26}}}\n- For: {27}; Guild\n- Rests on: {20}\n\n{28}\n\n| {29} | {21} | Two |\n|---|---|---|\n| {30} | holds {31} | unclear |\n\n\
         ## Likenesses {{.likenesses}}\n\n- {32}\n\n## Differences {{.differences}}\n\n- {33}\n\n\
         ## Rivals {{.rivals}}\n\n| Evidence | {34} | B |\n|---|---|---|\n| @{species}key | consistent | inconsistent |\n\n\
         ## Do {{.recommendations}}\n\n### {35} {{#{36}}}\n- For: {37}\n\n{38}\n\n## Short {{.takeaways}}\n\n- {39}\n",
        c.seen("body"),
        c.seen("alt"),
        c.seen("picture"),
        c.seen("link"),
        c.seen("url"),
        c.seen("code"),
        c.kept("comment"),
        c.seen("note"),
        c.seen("boxtitle"),
        c.seen("boxtext"),
        c.seen("head"),
        c.seen("cell"),
        c.seen("figid"),
        c.seen("figfile"),
        c.seen("figalt"),
        c.seen("figcredit"),
        c.seen("figcaption"),
        c.seen("codelanguage"),
        c.seen("codeblock"),
        c.seen("asked"),
        c.seen("askedid"),
        format_args!("{species}short"),
        c.seen("finding"),
        c.seen("intended"),
        c.seen("actual"),
        c.seen("lesson"),
        c.seen("lessonid"),
        c.seen("for"),
        c.seen("argument"),
        c.seen("conditions"),
        c.seen("condition"),
        c.seen("state"),
        c.seen("likeness"),
        c.seen("difference"),
        c.seen("rival"),
        c.seen("recommendation"),
        c.seen("recommendationid"),
        c.seen("addressee"),
        c.seen("reason"),
        c.seen("takeaway"),
        c.seen("chartid"),
        c.seen("sheet"),
        c.seen("place"),
        c.seen("charttitle"),
        c.seen("unit"),
        c.seen("chartalt"),
        c.seen("chartcredit"),
        c.seen("chartcaption"),
    );
    let folder = format!("briefings/{}", c.kept("folder"));
    site.write(&format!("{folder}/index.md"), (front + &body).as_bytes());
    let rows = format!(
        "date,case,stage,title,text,source,id,by,to,after,how\n1901,one,step,{},{},@{species}key,{},{},{},,\n1902,one,outcome,T,,@{species}rowkey,,,,{species}rowid,{}\n",
        c.seen("rowtitle"),
        c.seen("rowtext"),
        c.seen("rowid"),
        c.seen("rowby"),
        c.seen("rowto"),
        c.seen("rowhow"),
    );
    site.write(&format!("{folder}/timeline.csv"), rows.as_bytes());
    let figures = format!("{species}place,group,value\n{},{},1\n", c.seen("placename"), c.seen("seriesname"));
    site.write(&format!("{folder}/{species}sheet.csv"), figures.as_bytes());
    let references = format!(
        "@book{{{species}key, title = {{{}}}, author = {{{}}}, publisher = {{{}}}, date = {{1999}}, url = {{https://example.org/{}}}}}\n@book{{{species}rowkey, title = {{{}}}}}\n",
        c.seen("reftitle"),
        c.seen("refauthor"),
        c.seen("refpublisher"),
        c.seen("refurl"),
        c.seen("rowreftitle"),
    );
    site.write(&format!("{folder}/references.bib"), references.as_bytes());
    for name in ["picture", "figfile", "coverfile", "attached"] {
        let word = c.seen(&format!("{name}bytes"));
        if name == "attached" {
            site.write(&format!("{folder}/{species}{name}.csv"), word.as_bytes());
            continue;
        }
        // Wide enough that smaller ones are made of it.
        let note = format!("Comment\0{word}");
        let picture = pixels::png_of(700, 1, 0, &[(b"tEXt", note.as_bytes())], &[0; 701]);
        site.write(&format!("{folder}/{species}{name}.png"), &picture);
    }
    let unused = c.kept("unused");
    site.write(&format!("{folder}/{unused}.txt"), unused.as_bytes());
    cage
}

/// A site with an embargoed and a draft brief, and two that are published, one on each side.
fn menagerie() -> (SmallSite, Cage, Cage) {
    menagerie_until("2026-12-01T06:00[Europe/Tallinn]")
}

/// The same with the end of the embargo.
pub(super) fn menagerie_until(embargo: &str) -> (SmallSite, Cage, Cage) {
    let site = SmallSite::empty();
    let embargoed = plant(&site, "zebra", &format!("embargo: {embargo}"));
    let draft = plant(&site, "okapi", "status: draft");
    let people = |species: &str| {
        format!(
            "{species}id:\n  name: {species}person\n  role: {species}role\n  affiliation: {species}affiliation\n  bio: {species}bio\n  url: https://example.org/{species}home\n"
        )
    };
    site.write("briefings/people.yaml", format!("{}{}", people("zebra"), people("okapi")).as_bytes());
    let series = |species: &str| {
        format!(
            "[[series]]\nid = \"{species}series\"\ntitle = \"{species}seriestitle\"\ndescription = \"{species}seriestext\"\n"
        )
    };
    let settings = format!(
        "title = \"Notes\"\nbase_url = \"https://example.org/\"\n{}{}",
        series("zebra"),
        series("okapi")
    );
    site.write("brief.toml", settings.as_bytes());
    // A published brief may name a withheld one as related: it joins when it is published.
    site.write(
        "briefings/open.md",
        b"---\ntitle: Open\ndate: 2026-11-21\ntopics: [Open]\nrelated: [zebrafolder/index.md]\n---\nText.\n",
    );
    site.write("briefings/late.md", b"---\ntitle: Late\ndate: 2026-11-19\ntopics: [Open]\n---\nText.\n");
    (site, embargoed, draft)
}

/// Where words stand in an output: its paths, its bytes, and what it promises.
fn found<'w>(outcome: &Outcome, words: impl Iterator<Item = &'w String>) -> BTreeSet<(String, String)> {
    let promises = outcome.built.publication.as_ref().map_or(String::new(), |it| it.promises.join("\n"));
    let mut found = BTreeSet::new();
    for word in words {
        let folded = word.to_lowercase();
        for (path, bytes) in &outcome.files {
            let text = String::from_utf8_lossy(bytes).to_lowercase();
            if text.contains(&folded) || path.to_lowercase().contains(&folded) {
                found.insert((word.clone(), path.clone()));
            }
        }
        if promises.contains(&folded) {
            found.insert((word.clone(), "promises".into()));
        }
    }
    found
}

#[test]
fn withheld_words_are_nowhere_until_their_time() {
    let (site, embargoed, draft) = menagerie();
    let outcome = site.build(&Ask::default());
    assert!(!outcome.files.is_empty(), "{}", outcome.report(false));
    // The words themselves, and whatever begins as they do: people, series and ids have more.
    let species = ["zebra".to_owned(), "okapi".to_owned()];
    let leaks = found(&outcome, embargoed.all().chain(draft.all()).chain(&species));
    assert!(leaks.is_empty(), "{leaks:#?}");

    let outcome = site.build(&Ask { at: "2026-12-01T04:00Z".into(), ..Ask::default() });
    assert!(!outcome.files.is_empty(), "{}", outcome.report(false));
    let leaks = found(&outcome, draft.all().chain(&species[1..]));
    assert!(leaks.is_empty(), "{leaks:#?}");
    let there: BTreeSet<String> = found(&outcome, embargoed.seen.iter()).into_iter().map(|it| it.0).collect();
    // Whether these two are shown is up to the theme.
    let optional = ["zebrawhy", "zebraconditions"];
    let lost: Vec<&String> =
        embargoed.seen.iter().filter(|it| !there.contains(*it) && !optional.contains(&it.as_str())).collect();
    assert!(lost.is_empty(), "not published: {lost:?}");
    let leaks =
        found(&outcome, embargoed.kept.iter().filter(|it| !it.ends_with("folder") && !it.ends_with("extra")));
    assert!(leaks.is_empty(), "{leaks:#?}");
    for it in ["zebraperson", "zebrabio", "zebraseriestitle", "zebraseriestext"] {
        assert!(!found(&outcome, [it.to_owned()].iter()).is_empty(), "{it}");
    }
}

#[test]
fn one_second_before_its_time_it_is_still_withheld() {
    let (site, embargoed, _) = menagerie();
    let outcome = site.build(&Ask { at: "2026-12-01T03:59:59Z".into(), ..Ask::default() });
    assert!(found(&outcome, embargoed.all()).is_empty());
    assert_eq!(outcome.built.summary.next_change.as_ref().unwrap().0.to_string(), "2026-12-01T06:00+02:00");
}
