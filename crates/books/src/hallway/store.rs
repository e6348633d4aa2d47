//! Every statement of the hallway. Nothing here decides.

use db::{DbError, Row, Tx, View, params};
use kernel::{CompanyId, Email, Instant, Name, PersonId, SessionId, TokenId};

use super::companies::Company;
use super::invitations::Invitation;
use super::persons::Person;
use super::places::Written;
use super::sessions::{ABSOLUTE, IDLE, OpenSession, Session};
use super::tokens::{Token, TokenLine};
use crate::Result;

// Persons

const PERSON: &str = "SELECT id, email, name, password_hash IS NOT NULL, active, created_at FROM persons";

fn read_person(row: &Row<'_>) -> db::Result<Person> {
    Ok(Person {
        id: row.get(0)?,
        email: email_at(row, 1)?,
        name: name_at(row, 2)?,
        has_password: row.get(3)?,
        active: row.get(4)?,
        created: row.get(5)?,
    })
}

pub(super) fn any_person(view: &View<'_>) -> Result<bool> {
    Ok(view.number("SELECT COUNT(*) FROM (SELECT id FROM persons LIMIT 1) AS somebody", &[])? > 0)
}

/// Those who are active, have a password, and a company to work in.
pub(super) fn people_with_a_seat(view: &View<'_>) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM persons p WHERE p.active AND p.password_hash IS NOT NULL
               AND EXISTS (SELECT 1 FROM seats s WHERE s.person = p.id)";
    Ok(view.number(sql, &[])?)
}

pub(super) fn person(view: &View<'_>, id: PersonId) -> Result<Option<Person>> {
    Ok(view.first(&format!("{PERSON} WHERE id = $1"), &params![id], read_person)?)
}

pub(super) fn person_by_email_key(view: &View<'_>, key: &str) -> Result<Option<Person>> {
    Ok(view.first(&format!("{PERSON} WHERE email_key = $1"), &params![key], read_person)?)
}

pub(super) fn persons(view: &View<'_>) -> Result<Vec<Person>> {
    Ok(view.rows(&format!("{PERSON} ORDER BY email_key"), &[], read_person)?)
}

/// What a log-in is compared with.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Credentials {
    pub person: PersonId,
    pub active: bool,
    pub hash: Option<String>,
}

pub(super) fn credentials(view: &View<'_>, email_key: &str) -> Result<Option<Credentials>> {
    let sql = "SELECT id, active, password_hash FROM persons WHERE email_key = $1";
    Ok(view.first(sql, &params![email_key], |row| {
        Ok(Credentials { person: row.get(0)?, active: row.get(1)?, hash: row.get(2)? })
    })?)
}

pub(super) fn add_person(tx: &mut Tx<'_>, person: &Person, hash: Option<&str>) -> Result<()> {
    tx.execute(
        "INSERT INTO persons (id, email, email_key, name, password_hash, active, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![
            person.id,
            person.email.as_str(),
            person.email.key(),
            person.name.as_str(),
            hash,
            person.active,
            person.created
        ],
    )?;
    Ok(())
}

pub(super) fn rename_person(tx: &mut Tx<'_>, id: PersonId, name: &Name) -> Result<bool> {
    Ok(tx.execute("UPDATE persons SET name = $2 WHERE id = $1", &params![id, name.as_str()])? > 0)
}

pub(super) fn set_password_hash(tx: &mut Tx<'_>, id: PersonId, hash: &str) -> Result<bool> {
    Ok(tx.execute("UPDATE persons SET password_hash = $2 WHERE id = $1", &params![id, hash])? > 0)
}

pub(super) fn set_active(tx: &mut Tx<'_>, id: PersonId, active: bool) -> Result<bool> {
    Ok(tx.execute("UPDATE persons SET active = $2 WHERE id = $1", &params![id, active])? > 0)
}

// Set-up keys

pub(super) fn has_setup_key(view: &View<'_>, digest: &[u8]) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM setup_keys WHERE secret_digest = $1";
    Ok(view.number(sql, &params![digest.to_vec()])? > 0)
}

pub(super) fn add_setup_key(tx: &mut Tx<'_>, digest: &[u8], now: Instant) -> Result<()> {
    let sql = "INSERT INTO setup_keys (secret_digest, created_at) VALUES ($1, $2)";
    tx.execute(sql, &params![digest.to_vec(), now])?;
    Ok(())
}

pub(super) fn void_setup_keys(tx: &mut Tx<'_>) -> Result<()> {
    tx.execute("DELETE FROM setup_keys", &[])?;
    Ok(())
}

// Failed log-ins

/// The newest failures at an address within a window, newest first, at most `most`.
pub(super) fn failures_of_email(
    view: &View<'_>,
    digest: &[u8],
    since: Instant,
    until: Instant,
    most: i64,
) -> Result<Vec<Instant>> {
    let sql =
        "SELECT at FROM login_failures WHERE email_digest = $1 AND at > $2 AND at <= $3 ORDER BY at DESC LIMIT $4";
    Ok(view.rows(sql, &params![digest.to_vec(), since, until, most], |row| row.get(0))?)
}

/// The same from a network.
pub(super) fn failures_of_network(
    view: &View<'_>,
    network: &str,
    since: Instant,
    until: Instant,
    most: i64,
) -> Result<Vec<Instant>> {
    let sql = "SELECT at FROM login_failures WHERE network = $1 AND at > $2 AND at <= $3 ORDER BY at DESC LIMIT $4";
    Ok(view.rows(sql, &params![network, since, until, most], |row| row.get(0))?)
}

pub(super) fn add_failure(tx: &mut Tx<'_>, digest: &[u8], network: &str, now: Instant) -> Result<()> {
    let sql = "INSERT INTO login_failures (email_digest, network, at) VALUES ($1, $2, $3)";
    tx.execute(sql, &params![digest.to_vec(), network, now])?;
    Ok(())
}

/// Throws away what lies outside the window.
pub(super) fn sweep_failures(tx: &mut Tx<'_>, since: Instant, until: Instant) -> Result<()> {
    tx.execute("DELETE FROM login_failures WHERE at <= $1 OR at > $2", &params![since, until])?;
    Ok(())
}

pub(super) fn forget_failures(tx: &mut Tx<'_>, digest: &[u8]) -> Result<()> {
    tx.execute("DELETE FROM login_failures WHERE email_digest = $1", &params![digest.to_vec()])?;
    Ok(())
}

// Sessions

pub(super) fn add_session(tx: &mut Tx<'_>, session: &Session, digest: &[u8], agent: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO sessions (id, secret_digest, person, company, agent, created_at, seen_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![session.id, digest.to_vec(), session.person, session.company, agent, session.created, session.seen],
    )?;
    Ok(())
}

pub(super) fn session_by_digest(view: &View<'_>, digest: &[u8]) -> Result<Option<Session>> {
    let sql = "SELECT s.id, s.person, p.name, p.email, s.company, s.created_at, s.seen_at,
                      (SELECT COUNT(*) FROM seats t WHERE t.person = s.person)
               FROM sessions s JOIN persons p ON p.id = s.person
               WHERE s.secret_digest = $1 AND p.active";
    Ok(view.first(sql, &params![digest.to_vec()], |row| {
        Ok(Session {
            id: row.get(0)?,
            person: row.get(1)?,
            person_name: name_at(row, 2)?,
            person_email: email_at(row, 3)?,
            company: row.get(4)?,
            created: row.get(5)?,
            seen: row.get(6)?,
            seats: row.get(7)?,
        })
    })?)
}

pub(super) fn sessions_of(view: &View<'_>, person: PersonId) -> Result<Vec<OpenSession>> {
    let sql = "SELECT id, agent, company, created_at, seen_at FROM sessions WHERE person = $1
               ORDER BY seen_at DESC, id DESC";
    Ok(view.rows(sql, &params![person], |row| {
        Ok(OpenSession {
            id: row.get(0)?,
            agent: row.get(1)?,
            company: row.get(2)?,
            created: row.get(3)?,
            seen: row.get(4)?,
        })
    })?)
}

pub(super) fn person_of_session(view: &View<'_>, session: SessionId) -> Result<Option<PersonId>> {
    Ok(view.first("SELECT person FROM sessions WHERE id = $1", &params![session], |row| row.get(0))?)
}

pub(super) fn see_session(tx: &mut Tx<'_>, session: SessionId, now: Instant) -> Result<()> {
    tx.execute("UPDATE sessions SET seen_at = $2 WHERE id = $1", &params![session, now])?;
    Ok(())
}

pub(super) fn set_session_company(tx: &mut Tx<'_>, session: SessionId, company: CompanyId) -> Result<()> {
    tx.execute("UPDATE sessions SET company = $2 WHERE id = $1", &params![session, company])?;
    Ok(())
}

pub(super) fn end_session(tx: &mut Tx<'_>, person: PersonId, session: SessionId) -> Result<()> {
    tx.execute("DELETE FROM sessions WHERE id = $1 AND person = $2", &params![session, person])?;
    Ok(())
}

pub(super) fn end_other_sessions(tx: &mut Tx<'_>, person: PersonId, keep: SessionId) -> Result<u64> {
    Ok(tx.execute("DELETE FROM sessions WHERE person = $1 AND id <> $2", &params![person, keep])?)
}

pub(super) fn end_sessions(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    tx.execute("DELETE FROM sessions WHERE person = $1", &params![person])?;
    Ok(())
}

/// Throws away sessions that are too old to be opened again.
pub(super) fn sweep_sessions(tx: &mut Tx<'_>, now: Instant) -> Result<()> {
    let (created, seen) = (now.plus_milliseconds(-ABSOLUTE), now.plus_milliseconds(-IDLE));
    tx.execute("DELETE FROM sessions WHERE created_at <= $1 OR seen_at <= $2", &params![created, seen])?;
    Ok(())
}

// Tokens

pub(super) fn add_token(
    tx: &mut Tx<'_>,
    line: &TokenLine,
    digest: &[u8],
    person: PersonId,
    company: CompanyId,
) -> Result<()> {
    tx.execute(
        "INSERT INTO tokens (id, secret_digest, person, company, name, created_at, seen_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![line.id, digest.to_vec(), person, company, line.name.as_str(), line.created, line.seen],
    )?;
    Ok(())
}

pub(super) fn token_by_digest(view: &View<'_>, digest: &[u8]) -> Result<Option<Token>> {
    let sql = "SELECT t.id, t.person, t.company, t.seen_at FROM tokens t JOIN persons p ON p.id = t.person
               WHERE t.secret_digest = $1 AND p.active";
    Ok(view.first(sql, &params![digest.to_vec()], |row| {
        Ok(Token { id: row.get(0)?, person: row.get(1)?, company: row.get(2)?, seen: row.get(3)? })
    })?)
}

pub(super) fn tokens_of(view: &View<'_>, person: PersonId, company: CompanyId) -> Result<Vec<TokenLine>> {
    let sql = "SELECT id, name, created_at, seen_at FROM tokens WHERE person = $1 AND company = $2
               ORDER BY created_at DESC, id DESC";
    Ok(view.rows(sql, &params![person, company], |row| {
        Ok(TokenLine { id: row.get(0)?, name: name_at(row, 1)?, created: row.get(2)?, seen: row.get(3)? })
    })?)
}

/// The tokens of everybody in a company, with whose they are.
pub(super) fn tokens_in(view: &View<'_>, company: CompanyId) -> Result<Vec<(PersonId, TokenLine)>> {
    let sql = "SELECT id, name, created_at, seen_at, person FROM tokens WHERE company = $1
               ORDER BY created_at DESC, id DESC";
    Ok(view.rows(sql, &params![company], |row| {
        let line = TokenLine { id: row.get(0)?, name: name_at(row, 1)?, created: row.get(2)?, seen: row.get(3)? };
        Ok((row.get(4)?, line))
    })?)
}

pub(super) fn see_token(tx: &mut Tx<'_>, token: TokenId, now: Instant) -> Result<()> {
    tx.execute("UPDATE tokens SET seen_at = $2 WHERE id = $1", &params![token, now])?;
    Ok(())
}

pub(super) fn revoke_token(tx: &mut Tx<'_>, person: PersonId, token: TokenId) -> Result<bool> {
    Ok(tx.execute("DELETE FROM tokens WHERE id = $1 AND person = $2", &params![token, person])? > 0)
}

// Companies

const COMPANY: &str = "SELECT c.id, c.slug, c.name, c.engine, c.server, c.place FROM companies c";

/// A company with its place as written down.
pub(super) struct CompanyRow {
    pub id: CompanyId,
    pub slug: String,
    pub name: Name,
    pub written: Written,
}

fn read_company(row: &Row<'_>) -> db::Result<CompanyRow> {
    Ok(CompanyRow {
        id: row.get(0)?,
        slug: row.get(1)?,
        name: name_at(row, 2)?,
        written: Written { engine: row.get(3)?, server: row.get(4)?, place: row.get(5)? },
    })
}

pub(super) fn company(view: &View<'_>, id: CompanyId) -> Result<Option<CompanyRow>> {
    Ok(view.first(&format!("{COMPANY} WHERE c.id = $1"), &params![id], read_company)?)
}

pub(super) fn company_by_slug(view: &View<'_>, slug: &str) -> Result<Option<CompanyRow>> {
    Ok(view.first(&format!("{COMPANY} WHERE c.slug = $1"), &params![slug], read_company)?)
}

pub(super) fn companies(view: &View<'_>) -> Result<Vec<CompanyRow>> {
    Ok(view.rows(COMPANY, &[], read_company)?)
}

pub(super) fn companies_of(view: &View<'_>, person: PersonId) -> Result<Vec<CompanyRow>> {
    let sql = format!("{COMPANY} JOIN seats s ON s.company = c.id WHERE s.person = $1");
    Ok(view.rows(&sql, &params![person], read_company)?)
}

/// The slugs that begin with `stem`, which has no sign that LIKE would read.
pub(super) fn slugs_like(view: &View<'_>, stem: &str) -> Result<Vec<String>> {
    let sql = "SELECT slug FROM companies WHERE slug LIKE $1 ESCAPE '!'";
    Ok(view.rows(sql, &params![format!("{stem}%")], |row| row.get(0))?)
}

pub(super) fn is_place_taken(view: &View<'_>, written: &Written) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM companies WHERE engine = $1 AND server = $2 AND place = $3";
    Ok(view.number(sql, &params![&written.engine, &written.server, &written.place])? > 0)
}

pub(super) fn add_company(tx: &mut Tx<'_>, company: &Company, written: &Written, now: Instant) -> Result<()> {
    tx.execute(
        "INSERT INTO companies (id, slug, name, engine, server, place, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![
            company.id,
            &company.slug,
            company.name.as_str(),
            &written.engine,
            &written.server,
            &written.place,
            now
        ],
    )?;
    Ok(())
}

pub(super) fn rename_company(tx: &mut Tx<'_>, id: CompanyId, name: &Name) -> Result<bool> {
    Ok(tx.execute("UPDATE companies SET name = $2 WHERE id = $1", &params![id, name.as_str()])? > 0)
}

pub(super) fn move_company(tx: &mut Tx<'_>, id: CompanyId, written: &Written) -> Result<bool> {
    let sql = "UPDATE companies SET engine = $2, server = $3, place = $4 WHERE id = $1";
    Ok(tx.execute(sql, &params![id, &written.engine, &written.server, &written.place])? > 0)
}

pub(super) fn forget_company(tx: &mut Tx<'_>, id: CompanyId) -> Result<bool> {
    tx.execute("UPDATE sessions SET company = NULL WHERE company = $1", &params![id])?;
    tx.execute("DELETE FROM tokens WHERE company = $1", &params![id])?;
    tx.execute("DELETE FROM invitations WHERE company = $1", &params![id])?;
    tx.execute("DELETE FROM seats WHERE company = $1", &params![id])?;
    Ok(tx.execute("DELETE FROM companies WHERE id = $1", &params![id])? > 0)
}

// Seats

pub(super) fn has_seat(view: &View<'_>, person: PersonId, company: CompanyId) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM seats WHERE person = $1 AND company = $2";
    Ok(view.number(sql, &params![person, company])? > 0)
}

pub(super) fn seats_of(view: &View<'_>, person: PersonId) -> Result<i64> {
    Ok(view.number("SELECT COUNT(*) FROM seats WHERE person = $1", &params![person])?)
}

pub(super) fn add_seat(tx: &mut Tx<'_>, person: PersonId, company: CompanyId) -> Result<()> {
    let sql = "INSERT INTO seats (person, company) VALUES ($1, $2) ON CONFLICT (person, company) DO NOTHING";
    tx.execute(sql, &params![person, company])?;
    Ok(())
}

pub(super) fn remove_seat(tx: &mut Tx<'_>, person: PersonId, company: CompanyId) -> Result<()> {
    let whose = params![person, company];
    tx.execute("UPDATE sessions SET company = NULL WHERE person = $1 AND company = $2", &whose)?;
    tx.execute("DELETE FROM tokens WHERE person = $1 AND company = $2", &whose)?;
    tx.execute("DELETE FROM invitations WHERE person = $1 AND company = $2", &whose)?;
    tx.execute("DELETE FROM seats WHERE person = $1 AND company = $2", &whose)?;
    Ok(())
}

/// Everybody with a seat in the company.
pub(super) fn seated_in(view: &View<'_>, company: CompanyId) -> Result<Vec<PersonId>> {
    Ok(view.rows("SELECT person FROM seats WHERE company = $1", &params![company], |row| row.get(0))?)
}

/// Seats and open invitations of the person elsewhere.
pub(super) fn places_elsewhere(view: &View<'_>, person: PersonId, company: CompanyId) -> Result<i64> {
    let sql = "SELECT (SELECT COUNT(*) FROM seats WHERE person = $1 AND company <> $2)
                    + (SELECT COUNT(*) FROM invitations WHERE person = $1 AND company <> $2)";
    Ok(view.number(sql, &params![person, company])?)
}

pub(super) fn mark_chosen(tx: &mut Tx<'_>, person: PersonId, company: CompanyId, now: Instant) -> Result<()> {
    let sql = "UPDATE seats SET chosen_at = $3 WHERE person = $1 AND company = $2";
    tx.execute(sql, &params![person, company, now])?;
    Ok(())
}

/// The company chosen last, or the only one; none when there is nothing to go by.
pub(super) fn company_to_begin_with(view: &View<'_>, person: PersonId) -> Result<Option<CompanyId>> {
    let sql = "SELECT company, chosen_at FROM seats WHERE person = $1 ORDER BY chosen_at DESC NULLS LAST LIMIT 2";
    let newest: Vec<(CompanyId, Option<Instant>)> =
        view.rows(sql, &params![person], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(match newest.as_slice() {
        [(only, _)] => Some(*only),
        [(last, Some(_)), ..] => Some(*last),
        _ => None,
    })
}

// Invitations

pub(super) fn add_invitation(tx: &mut Tx<'_>, invitation: &Invitation, digest: &[u8]) -> Result<()> {
    let whose = params![invitation.person, invitation.company];
    tx.execute("DELETE FROM invitations WHERE person = $1 AND company = $2", &whose)?;
    tx.execute(
        "INSERT INTO invitations (secret_digest, person, company, sets_password, created_at)
         VALUES ($1, $2, $3, $4, $5)",
        &params![digest.to_vec(), invitation.person, invitation.company, invitation.sets_password, invitation.created],
    )?;
    Ok(())
}

pub(super) fn invitation(view: &View<'_>, digest: &[u8]) -> Result<Option<Invitation>> {
    let sql = "SELECT i.person, p.name, p.email, i.company, c.name, i.sets_password, i.created_at
               FROM invitations i JOIN persons p ON p.id = i.person JOIN companies c ON c.id = i.company
               WHERE i.secret_digest = $1 AND p.active";
    Ok(view.first(sql, &params![digest.to_vec()], |row| {
        Ok(Invitation {
            person: row.get(0)?,
            name: name_at(row, 1)?,
            email: email_at(row, 2)?,
            company: row.get(3)?,
            company_name: name_at(row, 4)?,
            sets_password: row.get(5)?,
            created: row.get(6)?,
        })
    })?)
}

pub(super) fn is_invited(view: &View<'_>, person: PersonId, company: CompanyId) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM invitations WHERE person = $1 AND company = $2";
    Ok(view.number(sql, &params![person, company])? > 0)
}

pub(super) fn spend_invitation(tx: &mut Tx<'_>, digest: &[u8]) -> Result<bool> {
    Ok(tx.execute("DELETE FROM invitations WHERE secret_digest = $1", &params![digest.to_vec()])? > 0)
}

// Texts that were checked when they came in

fn name_at(row: &Row<'_>, index: usize) -> db::Result<Name> {
    Name::parse(&row.get::<String>(index)?).map_err(|error| DbError::Other(error.to_string()))
}

fn email_at(row: &Row<'_>, index: usize) -> db::Result<Email> {
    Email::parse(&row.get::<String>(index)?).map_err(|error| DbError::Other(error.to_string()))
}
