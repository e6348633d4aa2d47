//! Years as columns: which bars stand where, for a window of ten years.

use books::clients::{CorporateGroupView, CorporateMember};
use books::groups::corporate::Years;
use kernel::ClientId;

use super::dotted;
use crate::layout::initials;

/// Years that are shown at once; the style sheet has a column for each.
pub const SHOWN: i64 = 10;

/// The years of the window, and a row for each client.
pub struct Timeline {
    pub years: Vec<YearHead>,
    /// Column of this year; 0 when it is not shown.
    pub now: i64,
    pub valid: Option<Bar>,
    pub valid_from: String,
    pub valid_to: String,
    pub rows: Vec<Row>,
    pub earlier: Option<i64>,
    pub later: Option<i64>,
}

pub struct YearHead {
    pub number: i64,
    pub column: i64,
    pub is_now: bool,
}

/// A client, with its years.
pub struct Row {
    pub client: Option<ClientId>,
    pub name: String,
    pub number: String,
    pub initials: String,
    pub tone: &'static str,
    pub is_head: bool,
    pub is_error: bool,
    pub bars: Vec<Bar>,
}

/// Years without a gap, as far as the window shows them.
pub struct Bar {
    /// `head`, `bad`, `other` or nothing.
    pub class: &'static str,
    pub column: i64,
    pub span: i64,
    pub text: String,
    /// What its end is changed by: the id of the list's choice.
    pub grip: String,
    pub last: i64,
}

/// Somebody who could not be added, with the group that is in the way.
pub struct Pending {
    pub client: ClientId,
    pub number: String,
    pub name: String,
    pub years: Years,
    /// Name and years of the other group.
    pub other: Option<(String, Years)>,
}

/// The first year of the window: the one that was asked for, or one from which group and today are seen.
pub fn window(wanted: Option<i64>, years: Years, now: i64) -> i64 {
    let (first, last) = (years.first.number(), years.last.number());
    let usual = if last - first + 2 <= SHOWN { first - 1 } else { (now - 4).clamp(first - 1, last + 2 - SHOWN) };
    wanted.unwrap_or(usual).clamp(1900, 2190)
}

impl Timeline {
    pub fn of(
        view: &CorporateGroupView,
        members: &[CorporateMember],
        pending: Option<&Pending>,
        refused: Option<kernel::MembershipId>,
        first: i64,
    ) -> Timeline {
        let own = view.group.years;
        let years = (first..first + SHOWN).map(|number| YearHead {
            number,
            column: number - first + 1,
            is_now: number == view.year,
        });
        let mut rows = head_rows(view, first);
        for member in members.iter().filter(|member| member.voided.is_none()) {
            add_member(&mut rows, member, view, refused == Some(member.id), first);
        }
        rows.extend(pending.map(|pending| pending_row(pending, first)));
        let (from, to) = (own.first.number(), own.last.number());
        Timeline {
            years: years.collect(),
            now: if (first..first + SHOWN).contains(&view.year) { view.year - first + 1 } else { 0 },
            valid: bar("", own, String::new(), first),
            valid_from: dotted(own.from()),
            valid_to: dotted(own.until()),
            rows,
            earlier: (from < first).then_some(first - SHOWN + 2),
            later: (to >= first + SHOWN).then_some(first + SHOWN - 2),
        }
    }
}

/// The bar of the years, if any of them is in the window that begins with `first`.
fn bar(class: &'static str, years: Years, text: String, first: i64) -> Option<Bar> {
    let begin = years.first.number().max(first);
    let end = years.last.number().min(first + SHOWN - 1);
    (begin <= end).then(|| Bar {
        class,
        column: begin - first + 1,
        span: end - begin + 1,
        text,
        grip: String::new(),
        last: years.last.number(),
    })
}

fn words(years: Years) -> String {
    match (years.first.number(), years.last.number()) {
        (one, other) if one == other => one.to_string(),
        (one, other) => format!("{one} – {other}"),
    }
}

/// The clients at the head, each with its years, before anybody else.
fn head_rows(view: &CorporateGroupView, first: i64) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for term in &view.heads {
        let own = bar("head", term.years, words(term.years), first);
        if let Some(row) = rows.iter_mut().find(|row| row.client == Some(term.client)) {
            row.bars.extend(own);
            continue;
        }
        let (number, name) = term.seen.clone().unwrap_or_else(|| (String::new(), "A client you do not see".to_owned()));
        rows.push(Row {
            client: term.seen.as_ref().map(|_| term.client),
            initials: initials(&name),
            tone: crate::clients::list::tone(term.client),
            name,
            number,
            is_head: true,
            is_error: false,
            bars: own.into_iter().collect(),
        });
    }
    rows
}

/// A bar in the row of its client; a client that was in the group twice has one row.
fn add_member(rows: &mut Vec<Row>, member: &CorporateMember, view: &CorporateGroupView, is_bad: bool, first: i64) {
    let mut bars: Vec<Bar> = Vec::new();
    let is_known = rows.last().is_some_and(|row| row.client == Some(member.client) && !row.is_head);
    if !is_known {
        for other in &member.elsewhere {
            bars.extend(bar("other", other.years, other.name.clone(), first));
        }
    }
    let own = bar(if is_bad { "bad" } else { "" }, member.years, words(member.years), first);
    bars.extend(own.map(|own| Bar { grip: format!("to-{}", member.id), ..own }));
    if is_known {
        if let Some(row) = rows.last_mut() {
            row.bars.extend(bars);
            row.is_error |= is_bad;
        }
        return;
    }
    rows.push(Row {
        client: Some(member.client),
        name: member.name.clone(),
        number: format!("{} · {}", member.number, view.client_type),
        initials: initials(&member.name),
        tone: crate::clients::list::tone(member.client),
        is_head: false,
        is_error: is_bad,
        bars,
    });
}

fn pending_row(pending: &Pending, first: i64) -> Row {
    let other = pending.other.as_ref();
    let mut bars: Vec<Bar> =
        other.and_then(|(name, years)| bar("other", *years, name.clone(), first)).into_iter().collect();
    bars.extend(bar(if other.is_some() { "bad" } else { "" }, pending.years, words(pending.years), first));
    Row {
        client: Some(pending.client),
        name: pending.name.clone(),
        number: pending.number.clone(),
        initials: initials(&pending.name),
        tone: crate::clients::list::tone(pending.client),
        is_head: false,
        is_error: other.is_some(),
        bars,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Year;

    fn years(first: i64, last: i64) -> Years {
        Years { first: Year::from_number(first).expect("a year"), last: Year::from_number(last).expect("a year") }
    }

    #[test]
    fn a_bar_is_cut_at_the_edges_of_the_window() {
        for (first, last, expected) in [
            (2022, 2029, Some((2, 8))),
            (2010, 2021, Some((1, 1))),
            (2030, 2050, Some((10, 1))),
            (2010, 2050, Some((1, 10))),
            (2010, 2020, None),
            (2031, 2031, None),
        ] {
            let found = bar("", years(first, last), String::new(), 2021).map(|bar| (bar.column, bar.span));
            assert_eq!(found, expected, "{first}–{last}");
        }
    }

    #[test]
    fn the_window_shows_the_whole_group_or_today() {
        assert_eq!(window(None, years(2022, 2029), 2026), 2021);
        assert_eq!(window(None, years(2000, 2049), 2026), 2022);
        assert_eq!(window(None, years(2000, 2049), 1990), 1999);
        assert_eq!(window(None, years(2000, 2049), 2080), 2041);
        assert_eq!(window(Some(2030), years(2022, 2029), 2026), 2030);
    }

    #[test]
    fn years_read_as_people_say_them() {
        assert_eq!((words(years(2026, 2026)), words(years(2022, 2029))), ("2026".to_owned(), "2022 – 2029".to_owned()));
    }
}
