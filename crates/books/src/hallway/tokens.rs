//! Tokens: keys to the API, each for one person in one company.

use kernel::{CompanyId, Failure, Instant, Name, PersonId, TokenId};

use super::secret::{digest, spelled};
use super::sessions::is_due;
use super::{Hallway, store};
use crate::Result;

/// Tells people, and programs that search for leaked secrets, what the text is.
const PREFIX: &str = "cot_";

/// Who asks, and for which company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub id: TokenId,
    pub person: PersonId,
    pub company: CompanyId,
    /// To the minute; empty before the first use.
    pub seen: Option<Instant>,
}

/// One line of the list of tokens; the secret is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenLine {
    pub id: TokenId,
    pub name: Name,
    pub created: Instant,
    pub seen: Option<Instant>,
}

impl Hallway {
    /// Makes a token for a person in a company where they have a seat. The secret, `cot_` and 64 hexadecimal digits,
    /// is told this once.
    pub fn issue_token(&self, person: PersonId, company: CompanyId, name: &Name) -> Result<(TokenId, String)> {
        let id = self.ids().next();
        Ok((id, self.issue_token_as(id, person, company, name)?))
    }

    /// The same, under an id that the company's audit knows already.
    pub fn issue_token_as(&self, id: TokenId, person: PersonId, company: CompanyId, name: &Name) -> Result<String> {
        let secret = format!("{PREFIX}{}", spelled(self.outside.entropy()));
        let line = TokenLine { id, name: name.clone(), created: self.outside.now(), seen: None };
        self.write(|tx| {
            if !store::has_seat(tx, person, company)? {
                return Err(Failure::missing("company", company));
            }
            store::add_token(tx, &line, &digest(&secret), person, company)
        })?;
        Ok(secret)
    }

    /// Whose token this is; none when it never was one, was revoked, or its person is suspended.
    pub fn token(&self, secret: &str) -> Result<Option<Token>> {
        let now = self.outside.now();
        let Some(mut token) = self.read(|view| store::token_by_digest(view, &digest(secret)))? else {
            return Ok(None);
        };
        if token.seen.is_none_or(|seen| is_due(seen, now)) {
            match self.write(|tx| store::see_token(tx, token.id, now)) {
                Ok(()) => token.seen = Some(now),
                Err(failure) => tracing::warn!(token = %token.id, %failure, "time of last use not written"),
            }
        }
        Ok(Some(token))
    }

    /// The tokens of a person in a company, the newest first.
    pub fn tokens_of(&self, person: PersonId, company: CompanyId) -> Result<Vec<TokenLine>> {
        self.read(|view| store::tokens_of(view, person, company))
    }

    /// The tokens of everybody in a company, the newest first, with whose they are.
    pub fn tokens_in(&self, company: CompanyId) -> Result<Vec<(PersonId, TokenLine)>> {
        self.read(|view| store::tokens_in(view, company))
    }

    /// Revokes one of the person's own tokens; it opens nothing from now on.
    pub fn revoke_token(&self, person: PersonId, id: TokenId) -> Result<()> {
        let was_there = self.write(|tx| store::revoke_token(tx, person, id))?;
        if was_there { Ok(()) } else { Err(Failure::missing("token", id)) }
    }
}
