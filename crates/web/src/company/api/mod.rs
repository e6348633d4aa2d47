//! The API of the company: settings, members, roles, teams, tokens, audit.

pub mod audit;
pub mod company;
pub mod members;
pub mod rights;
pub mod roles;
pub mod teams;
pub mod tokens;

use kernel::Refusal;
use serde::Deserialize;
use utoipa::ToSchema;

/// Items of a page where nobody says.
const USUAL: usize = 50;
const MOST: usize = 200;

/// The page of a list.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// 1 to 200, 50 without.
    pub limit: Option<usize>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

impl Paging {
    /// The page of a list that is short enough to be read whole; the cursor is the id of its last item.
    fn of<T>(&self, items: Vec<T>, id: impl Fn(&T) -> String) -> books::Result<(Vec<T>, Option<String>)> {
        let limit = limit(self.limit)?;
        let first = match &self.cursor {
            None => 0,
            Some(cursor) => 1 + items.iter().position(|item| id(item) == *cursor).ok_or_else(unreadable)?,
        };
        let more = items.len() > first + limit;
        let page: Vec<T> = items.into_iter().skip(first).take(limit).collect();
        let next = page.last().filter(|_| more).map(&id);
        Ok((page, next))
    }
}

fn limit(asked: Option<usize>) -> Result<usize, Refusal> {
    let limit = asked.unwrap_or(USUAL);
    if (1..=MOST).contains(&limit) {
        return Ok(limit);
    }
    Err(Refusal::field("LIMIT_UNKNOWN", "limit", "The page is too long or empty.", "Ask for 1 to 200 rows at a time."))
}

fn unreadable() -> Refusal {
    Refusal::field(
        "CURSOR_UNREADABLE",
        "cursor",
        "The cursor leads nowhere.",
        "What it pointed at is gone, or it belongs to another list. Begin again without a cursor.",
    )
}

#[cfg(test)]
mod tests {
    use super::Paging;

    #[test]
    fn a_list_comes_in_pages() {
        let page = |limit, cursor: Option<&str>| {
            let paging = Paging { limit, cursor: cursor.map(str::to_owned) };
            paging.of(vec![1, 2, 3], ToString::to_string)
        };
        assert_eq!(page(None, None), Ok((vec![1, 2, 3], None)));
        assert_eq!(page(Some(2), None), Ok((vec![1, 2], Some("2".to_owned()))));
        assert_eq!(page(Some(2), Some("2")), Ok((vec![3], None)));
        assert!(page(Some(0), None).is_err() && page(Some(201), None).is_err() && page(None, Some("9")).is_err());
    }
}
