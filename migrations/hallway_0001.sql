-- The hallway: who may come in, and where each company's books live. It knows nothing of the business.

-- `email_key` is the address in small letters: two persons never share an address that reaches the same mailbox.
CREATE TABLE persons (
    id             @ID@    NOT NULL PRIMARY KEY,
    email          TEXT    NOT NULL,
    email_key      TEXT    NOT NULL UNIQUE,
    name           TEXT    NOT NULL,
    password_hash  TEXT,
    active         BOOLEAN NOT NULL,
    created_at     BIGINT  NOT NULL
);

-- Where a company's books are: a file (`place` is its path, seen from the data directory when it lies in there) or a
-- schema of a PostgreSQL server (`server` is empty for the hallway's own). Two companies never share a place.
CREATE TABLE companies (
    id             @ID@    NOT NULL PRIMARY KEY,
    slug           TEXT    NOT NULL UNIQUE,
    name           TEXT    NOT NULL,
    engine         TEXT    NOT NULL CHECK (engine IN ('sqlite', 'postgres')),
    server         TEXT    NOT NULL,
    place          TEXT    NOT NULL,
    created_at     BIGINT  NOT NULL,
    UNIQUE (engine, server, place)
);

CREATE TABLE seats (
    person         @ID@    NOT NULL REFERENCES persons (id),
    company        @ID@    NOT NULL REFERENCES companies (id),
    chosen_at      BIGINT,
    PRIMARY KEY (person, company)
) @PACKED@;

-- Only digests of secrets are kept: whoever reads these tables cannot come in with them. A session or token that ends
-- is gone, so no query can forget to ask whether it still counts; neither outlives the seat that it stands on.
CREATE TABLE sessions (
    id             @ID@    NOT NULL PRIMARY KEY,
    secret_digest  @BYTES@ NOT NULL UNIQUE,
    person         @ID@    NOT NULL REFERENCES persons (id),
    company        @ID@,
    agent          TEXT    NOT NULL,
    created_at     BIGINT  NOT NULL,
    seen_at        BIGINT  NOT NULL,
    FOREIGN KEY (person, company) REFERENCES seats (person, company)
);
CREATE INDEX sessions_by_person ON sessions (person, company);

CREATE TABLE tokens (
    id             @ID@    NOT NULL PRIMARY KEY,
    secret_digest  @BYTES@ NOT NULL UNIQUE,
    person         @ID@    NOT NULL,
    company        @ID@    NOT NULL,
    name           TEXT    NOT NULL,
    created_at     BIGINT  NOT NULL,
    seen_at        BIGINT,
    FOREIGN KEY (person, company) REFERENCES seats (person, company)
);
CREATE INDEX tokens_by_seat ON tokens (person, company);

-- Failed log-ins of the last quarter of an hour, so that guessing gets slower. Of the address only a digest: people
-- type their password into the wrong field.
CREATE TABLE login_failures (
    email_digest   @BYTES@ NOT NULL,
    network        TEXT    NOT NULL,
    at             BIGINT  NOT NULL
);
CREATE INDEX login_failures_by_email ON login_failures (email_digest, at);
CREATE INDEX login_failures_by_network ON login_failures (network, at);

-- The one-time key that lets the first person in; the row goes when it was used.
CREATE TABLE setup_keys (
    secret_digest  @BYTES@ NOT NULL PRIMARY KEY,
    created_at     BIGINT  NOT NULL
);

-- One-time links by which a person takes a seat, at most one for each seat. With `sets_password` the link also sets a
-- password: for those who have none, and for those who forgot theirs.
CREATE TABLE invitations (
    secret_digest  @BYTES@ NOT NULL PRIMARY KEY,
    person         @ID@    NOT NULL REFERENCES persons (id),
    company        @ID@    NOT NULL REFERENCES companies (id),
    sets_password  BOOLEAN NOT NULL,
    created_at     BIGINT  NOT NULL,
    UNIQUE (person, company)
);
