//! What a part of a style does to what it holds, seen by itself.

use hayagriva::citationberg::taxonomy::{StandardVariable, Variable};
use hayagriva::citationberg::{
    Affixes, Choose, ChooseBranch, Date, DatePartName, Formatting, Group, LayoutRenderingElement, Text,
    TextTarget, ToAffixes as _, ToFormatting as _,
};

use super::calls::{all_of, inside};

/// Whether a date prints a year, which every date has.
pub(super) fn has_year(date: &Date) -> bool {
    date.form.is_some() || date.date_part.iter().any(|it| it.name == DatePartName::Year)
}

/// Whether this is the letter after a year, which counts as no variable.
pub(super) fn is_year_suffix(target: &TextTarget) -> bool {
    matches!(target, TextTarget::Variable { var: Variable::Standard(StandardVariable::YearSuffix), .. })
}

/// Whether a part prints the same under another group: its delimiter parts what branches hold, and names under names
/// take their look from those.
pub(super) fn fits_anywhere(part: &LayoutRenderingElement) -> bool {
    match part {
        LayoutRenderingElement::Names(_) => false,
        LayoutRenderingElement::Choose(_) => {
            let mut fits = true;
            inside(part, &mut |it| fits &= it.len() < 2 && it.iter().all(fits_anywhere));
            fits
        }
        _ => true,
    }
}

/// Whether a text is printed as it is.
pub(super) fn is_plain(text: &Text) -> bool {
    text.formatting == Formatting::default()
        && text.affixes == Affixes::default()
        && text.display.is_none()
        && !text.quotes
        && !text.strip_periods
        && text.text_case.is_none()
}

/// Whether a group does nothing to what it holds but parting it.
pub(super) fn has_no_look(group: &Group) -> bool {
    group.to_formatting() == Formatting::default()
        && group.to_affixes() == Affixes::default()
        && group.display.is_none()
}

/// Whether full stops are taken away from a macro somewhere.
pub(super) fn strips(elements: &[LayoutRenderingElement]) -> bool {
    elements.iter().flat_map(all_of).any(|it| match it {
        LayoutRenderingElement::Text(text) => {
            text.strip_periods && matches!(text.target, TextTarget::Macro { .. })
        }
        _ => false,
    })
}

/// Whether a choice has one branch, which is taken always.
pub(super) fn is_alone(choose: &Choose) -> bool {
    choose.else_if.is_empty() && choose.otherwise.is_none() && is_unconditional(&choose.if_)
}

/// Whether a branch is taken always.
pub(super) fn is_unconditional(it: &ChooseBranch) -> bool {
    it.disambiguate.is_none()
        && it.is_numeric.is_none()
        && it.is_uncertain_date.is_none()
        && it.locator.is_none()
        && it.position.is_none()
        && it.type_.is_none()
        && it.variable.is_none()
}
