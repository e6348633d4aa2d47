-- The house: everything one company keeps. One file on SQLite, one schema on PostgreSQL.
-- Money is in minor units; a day is yyyymmdd, a month yyyymm, an instant milliseconds since 1970 (UTC).
-- *_key columns hold the comparison form of a name, *_fold the search and sorting form, both made in Rust.

-- company ---------------------------------------------------------------------------------------------
CREATE TABLE company (
    id             @ID@   NOT NULL PRIMARY KEY,
    only_row       BIGINT NOT NULL DEFAULT 1 UNIQUE CHECK (only_row = 1),
    name           TEXT   NOT NULL,
    country        TEXT   NOT NULL,
    currency       TEXT   NOT NULL,
    language       TEXT   NOT NULL,
    time_zone      TEXT   NOT NULL,
    fiscal_month   BIGINT NOT NULL CHECK (fiscal_month BETWEEN 1 AND 12),
    chart          TEXT   NOT NULL,
    payment_days   BIGINT NOT NULL,
    street TEXT, zip TEXT, city TEXT, email TEXT, phone TEXT, tax_number TEXT, registration_number TEXT, iban TEXT,
    -- Whether a client with open items may change its customer group.
    moves_with_open_items BOOLEAN NOT NULL,
    version        BIGINT NOT NULL
);

-- Names of accounts that the system itself posts to: rounding, exchange, retained, bank, discount.
CREATE TABLE company_defaults (
    purpose        TEXT NOT NULL PRIMARY KEY,
    account        TEXT NOT NULL
);

CREATE TABLE roles (
    id             @ID@   NOT NULL PRIMARY KEY,
    name           TEXT   NOT NULL,
    name_key       TEXT   NOT NULL UNIQUE,
    builtin        TEXT UNIQUE,
    permissions    TEXT   NOT NULL,
    version        BIGINT NOT NULL
);

CREATE TABLE members (
    id             @ID@    NOT NULL PRIMARY KEY,
    person         @ID@    NOT NULL UNIQUE,
    name           TEXT    NOT NULL,
    email          TEXT    NOT NULL,
    role           @ID@    NOT NULL REFERENCES roles (id),
    active         BOOLEAN NOT NULL,
    version        BIGINT  NOT NULL
);

CREATE TABLE teams (
    id             @ID@   NOT NULL PRIMARY KEY,
    name           TEXT   NOT NULL,
    name_key       TEXT   NOT NULL UNIQUE,
    version        BIGINT NOT NULL
);

CREATE TABLE team_members (
    team           @ID@    NOT NULL REFERENCES teams (id),
    member         @ID@    NOT NULL REFERENCES members (id),
    lead           BOOLEAN NOT NULL,
    PRIMARY KEY (team, member)
) @PACKED@;

-- One line for each command that changed something, chained so that a later edit shows. `changes` is what the
-- command did, in the form that undo reads; `operation` ties the chunks of one bulk change together.
CREATE TABLE audit (
    seq            BIGINT NOT NULL PRIMARY KEY,
    id             @ID@   NOT NULL UNIQUE,
    at             BIGINT NOT NULL,
    actor          TEXT   NOT NULL,
    door           TEXT   NOT NULL,
    request        @ID@   NOT NULL,
    verb           TEXT   NOT NULL,
    subject        @ID@,
    text           TEXT   NOT NULL,
    changes        TEXT   NOT NULL,
    operation      @ID@,
    digest         @BYTES@ NOT NULL
);
CREATE INDEX audit_by_subject ON audit (subject, seq);
CREATE INDEX audit_by_operation ON audit (operation, seq);

CREATE TABLE operations (
    id             @ID@   NOT NULL PRIMARY KEY,
    verb           TEXT   NOT NULL,
    -- The permission that the change needed: undoing it needs it too.
    needs          TEXT   NOT NULL,
    text           TEXT   NOT NULL,
    at             BIGINT NOT NULL,
    actor          TEXT   NOT NULL,
    -- The oldest audit line taken back so far: a long operation is undone line by line, newest first.
    undone_to      BIGINT,
    undone_at      BIGINT,
    undone_by      TEXT
);
CREATE INDEX operations_by_time ON operations (at);

CREATE TABLE idempotency (
    actor          TEXT    NOT NULL,
    idem_key       TEXT    NOT NULL,
    body_hash      @BYTES@ NOT NULL,
    outcome        TEXT    NOT NULL,
    at             BIGINT  NOT NULL,
    PRIMARY KEY (actor, idem_key)
) @PACKED@;

-- Where the numbers of documents come from: a pattern, the first number, and whether it begins anew each year.
CREATE TABLE number_series (
    id             @ID@    NOT NULL PRIMARY KEY,
    purpose        TEXT    NOT NULL CHECK (purpose IN ('invoice', 'credit_note')),
    -- The order in which they were added: 1 is the company's own, from which everything is numbered that says nothing.
    place          BIGINT  NOT NULL,
    name           TEXT    NOT NULL,
    pattern        TEXT    NOT NULL,
    first_number   BIGINT  NOT NULL CHECK (first_number BETWEEN 1 AND 999999999),
    yearly         BOOLEAN NOT NULL,
    version        BIGINT  NOT NULL,
    UNIQUE (purpose, place),
    UNIQUE (purpose, name)
);

-- How many numbers a series has given away; the year is 0 where it never begins anew. Counted in the same
-- transaction that uses the number, so that none is lost and none is given twice.
CREATE TABLE numbers_taken (
    series         @ID@   NOT NULL REFERENCES number_series (id),
    year           BIGINT NOT NULL,
    taken          BIGINT NOT NULL CHECK (taken BETWEEN 1 AND 999999999),
    PRIMARY KEY (series, year)
) @PACKED@;

-- ledger ----------------------------------------------------------------------------------------------
CREATE TABLE accounts (
    id             @ID@    NOT NULL PRIMARY KEY,
    number         TEXT    NOT NULL UNIQUE,
    name           TEXT    NOT NULL,
    type           TEXT    NOT NULL CHECK (type IN ('asset', 'liability', 'equity', 'incoming', 'outgoing')),
    category       TEXT    NOT NULL,
    control        TEXT    NOT NULL CHECK (control IN ('none', 'receivable', 'payable')),
    currency       TEXT,
    archived_at    BIGINT,
    version        BIGINT  NOT NULL
);

CREATE TABLE vat_codes (
    id             @ID@   NOT NULL PRIMARY KEY,
    code           TEXT   NOT NULL UNIQUE,
    name           TEXT   NOT NULL,
    kind           TEXT   NOT NULL,
    rate           BIGINT NOT NULL CHECK (rate >= 0),
    account        @ID@ REFERENCES accounts (id),
    text           TEXT   NOT NULL,
    archived_at    BIGINT,
    version        BIGINT NOT NULL
);

CREATE TABLE vat_zones (
    id             @ID@   NOT NULL PRIMARY KEY,
    number         BIGINT NOT NULL UNIQUE,
    code           TEXT   NOT NULL UNIQUE,
    name           TEXT   NOT NULL,
    version        BIGINT NOT NULL
);

CREATE TABLE product_groups (
    id             @ID@   NOT NULL PRIMARY KEY,
    number         BIGINT NOT NULL UNIQUE,
    name           TEXT   NOT NULL,
    name_key       TEXT   NOT NULL UNIQUE,
    version        BIGINT NOT NULL
);

CREATE TABLE vat_rules (
    product_group  @ID@ NOT NULL REFERENCES product_groups (id),
    vat_zone       @ID@ NOT NULL REFERENCES vat_zones (id),
    vat_code       @ID@ NOT NULL REFERENCES vat_codes (id),
    sales_account  @ID@ NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (product_group, vat_zone)
) @PACKED@;

-- Months that take no more entries.
CREATE TABLE closed_periods (
    month          BIGINT NOT NULL PRIMARY KEY,
    closed_at      BIGINT NOT NULL,
    closed_by      TEXT   NOT NULL
);

CREATE TABLE entries (
    id             @ID@   NOT NULL PRIMARY KEY,
    number         BIGINT NOT NULL UNIQUE CHECK (number > 0),
    day            BIGINT NOT NULL,
    text           TEXT   NOT NULL,
    source         TEXT   NOT NULL,
    document       TEXT,
    reverses       @ID@ UNIQUE REFERENCES entries (id),
    booked_at      BIGINT NOT NULL,
    booked_by      TEXT   NOT NULL
);
CREATE INDEX entries_by_day ON entries (day, number);
CREATE INDEX entries_by_document ON entries (document) WHERE document IS NOT NULL;

-- One debit or credit line. `amount` is in the company's currency, debit positive; `foreign_amount` in the
-- line's own currency where that is another one.
CREATE TABLE postings (
    id             @ID@   NOT NULL PRIMARY KEY,
    -- Lines come first, their entry seals them: see the guards at the end.
    entry          @ID@   NOT NULL REFERENCES entries (id) DEFERRABLE INITIALLY DEFERRED,
    line           BIGINT NOT NULL,
    day            BIGINT NOT NULL,
    account        @ID@   NOT NULL REFERENCES accounts (id),
    client         @ID@,
    amount         BIGINT NOT NULL CHECK (amount <> 0 AND amount BETWEEN -1000000000000000 AND 1000000000000000),
    currency       TEXT,
    foreign_amount BIGINT,
    vat_code       @ID@ REFERENCES vat_codes (id),
    text           TEXT,
    UNIQUE (entry, line)
);
CREATE INDEX postings_by_account ON postings (account, day, amount);
CREATE INDEX postings_by_client ON postings (client, account, day, amount) WHERE client IS NOT NULL;

-- Debits and credits of a month, kept in the transaction that posts: of every account, and of every client on each.
-- Half of what fits: a sum that ran over is refused here, on both databases.
CREATE TABLE balances (
    account @ID@ NOT NULL REFERENCES accounts (id), month BIGINT NOT NULL,
    debit   BIGINT NOT NULL CHECK (debit BETWEEN 0 AND 4611686018427387903),
    credit  BIGINT NOT NULL CHECK (credit BETWEEN 0 AND 4611686018427387903),
    PRIMARY KEY (account, month)
) @PACKED@;
CREATE TABLE client_balances (
    client  @ID@ NOT NULL, account @ID@ NOT NULL REFERENCES accounts (id), month BIGINT NOT NULL,
    debit   BIGINT NOT NULL CHECK (debit BETWEEN 0 AND 4611686018427387903),
    credit  BIGINT NOT NULL CHECK (credit BETWEEN 0 AND 4611686018427387903),
    PRIMARY KEY (client, account, month)
) @PACKED@;

-- groups ----------------------------------------------------------------------------------------------

CREATE TABLE group_sets (
    id             @ID@   NOT NULL PRIMARY KEY,
    name           TEXT   NOT NULL,
    name_key       TEXT   NOT NULL,
    name_fold      TEXT   NOT NULL,
    created_at     BIGINT NOT NULL,
    created_by     TEXT   NOT NULL,
    -- As of a group: its name is free, and a deleted group that stood in it still names it.
    deleted_at     BIGINT,
    version        BIGINT NOT NULL
);
CREATE UNIQUE INDEX group_sets_by_key ON group_sets (name_key) WHERE deleted_at IS NULL;

-- Every client group, whatever its kind: segment, posting, billing, corporate.
CREATE TABLE groups_of_clients (
    id             @ID@   NOT NULL PRIMARY KEY,
    kind           TEXT   NOT NULL CHECK (kind IN ('segment', 'posting', 'billing', 'corporate')),
    name           TEXT   NOT NULL,
    name_key       TEXT   NOT NULL,
    name_fold      TEXT   NOT NULL,
    color          BIGINT NOT NULL CHECK (color BETWEEN 0 AND 6),
    note           TEXT   NOT NULL,
    set_of         @ID@ REFERENCES group_sets (id),
    -- How a smart group finds its clients: a query string of the list of clients. Nobody is put in by hand.
    smart_filter   TEXT,
    created_at     BIGINT NOT NULL,
    created_by     TEXT   NOT NULL,
    archived_at    BIGINT,
    -- A deleted group is out of every list and its name is free; the row stays for the past that names it, and for undo.
    deleted_at     BIGINT,
    version        BIGINT NOT NULL,
    CHECK (smart_filter IS NULL OR (kind = 'segment' AND set_of IS NULL))
);
CREATE INDEX groups_smart ON groups_of_clients (id) WHERE smart_filter IS NOT NULL AND deleted_at IS NULL;
-- Names of corporate groups are kept by type and year: see `corporate_years`.
CREATE UNIQUE INDEX groups_by_key ON groups_of_clients (kind, name_key) WHERE deleted_at IS NULL AND kind <> 'corporate';
CREATE INDEX groups_by_name ON groups_of_clients (kind, name_fold, id);

-- What a posting group brings about in the books.
CREATE TABLE posting_groups (
    id             @ID@   NOT NULL PRIMARY KEY REFERENCES groups_of_clients (id),
    number         TEXT   NOT NULL,
    account        @ID@   NOT NULL REFERENCES accounts (id),
    vat_zone       @ID@   NOT NULL REFERENCES vat_zones (id),
    payment_days   BIGINT CHECK (payment_days BETWEEN 0 AND 3650),
    discount       BIGINT CHECK (discount BETWEEN 0 AND 10000),
    layout         TEXT,
    language       TEXT,
    currency       TEXT,
    credit_limit   BIGINT,
    -- Where the numbers of its clients' invoices come from; empty is the series that the company began with.
    series         @ID@   REFERENCES number_series (id),
    -- As of the group itself: a key cannot look into another table, and the number of a deleted group is free.
    deleted_at     BIGINT
);
CREATE UNIQUE INDEX posting_groups_by_number ON posting_groups (number) WHERE deleted_at IS NULL;
CREATE INDEX posting_groups_by_account ON posting_groups (account);

-- clients ---------------------------------------------------------------------------------------------

CREATE TABLE clients (
    id             @ID@   NOT NULL PRIMARY KEY,
    number         TEXT   NOT NULL,
    name           TEXT   NOT NULL,
    name_fold      TEXT   NOT NULL,
    legal_entity   TEXT CHECK (legal_entity IN ('company', 'individual', 'partnership', 'sole_trader', 'trust')),
    business_name  TEXT,
    email          TEXT,
    phone          TEXT,
    registration_number TEXT,
    tax_number     TEXT,
    street TEXT, zip TEXT, city TEXT, country TEXT,
    mailing_street TEXT, mailing_zip TEXT, mailing_city TEXT, mailing_country TEXT,
    language       TEXT,
    currency       TEXT,
    payment_days   BIGINT CHECK (payment_days BETWEEN 0 AND 3650),
    discount       BIGINT CHECK (discount BETWEEN 0 AND 10000),
    vat_zone       @ID@ REFERENCES vat_zones (id),
    layout         TEXT,
    credit_limit   BIGINT,
    note           TEXT   NOT NULL,
    -- The ledger reads this one; the membership that says since when stands in `memberships`.
    posting_group  @ID@   NOT NULL REFERENCES posting_groups (id),
    lifecycle      TEXT   NOT NULL CHECK (lifecycle IN ('imported', 'prospect', 'contracted', 'manual')),
    portal         TEXT   NOT NULL CHECK (portal IN ('none', 'invited', 'joined')),
    responsible    @ID@ REFERENCES members (id),
    source         TEXT   NOT NULL,
    search_fold    TEXT   NOT NULL,
    created_at     BIGINT NOT NULL,
    archived_at    BIGINT,
    deleted_at     BIGINT,
    version        BIGINT NOT NULL
);
-- A client in the trash gives its number up, and comes back only while nobody else has it.
CREATE UNIQUE INDEX clients_by_number ON clients (number) WHERE deleted_at IS NULL;
-- The list of clients at work, in its order, with what its filters look at, so that it is counted and searched without
-- opening a row; the two empty columns make it cover the condition. PostgreSQL limits the length of an index entry.
--[sqlite
CREATE INDEX clients_at_work ON clients (name_fold, id, lifecycle, portal, archived_at, deleted_at, search_fold)
    WHERE archived_at IS NULL AND deleted_at IS NULL;
--]
--[postgres
CREATE INDEX clients_at_work ON clients (name_fold, id, lifecycle, portal, archived_at, deleted_at)
    WHERE archived_at IS NULL AND deleted_at IS NULL;
--]
-- The highest number so far, where numbers are counted up.
CREATE INDEX clients_by_count ON clients (CAST(number AS BIGINT))
    WHERE LENGTH(number) <= 9 AND TRIM(number, '0123456789') = '' AND SUBSTR(number, 1, 1) <> '0';
CREATE INDEX clients_by_responsible ON clients (responsible) WHERE responsible IS NOT NULL;
CREATE INDEX clients_by_registration ON clients (registration_number) WHERE registration_number IS NOT NULL;

-- Rights of a member on one client, beside what the role allows on all of them.
CREATE TABLE client_rights (
    client         @ID@ NOT NULL REFERENCES clients (id),
    member         @ID@ NOT NULL REFERENCES members (id),
    level          TEXT NOT NULL CHECK (level IN ('view', 'edit')),
    PRIMARY KEY (client, member)
) @PACKED@;
CREATE INDEX client_rights_by_member ON client_rights (member);

-- A client's belonging to a group: an interval of days, with who set and who ended it. Never deleted, so
-- that "as of a day" can be asked for ever.
-- Kept in the order of its clients, which is how nearly every question comes: a client's are found in one step.
CREATE TABLE memberships (
    client         @ID@   NOT NULL REFERENCES clients (id),
    id             @ID@   NOT NULL,
    group_id       @ID@   NOT NULL REFERENCES groups_of_clients (id),
    from_day       BIGINT NOT NULL,
    until_day      BIGINT,
    added_at       BIGINT NOT NULL,
    added_by       TEXT   NOT NULL,
    ended_at       BIGINT, ended_by TEXT,
    -- Why it never counted, and the last day that it had: only of a corporate membership entered by mistake.
    void_reason    TEXT, void_until BIGINT,
    version        BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (client, id)
) @PACKED@;
CREATE INDEX memberships_by_group ON memberships (group_id, from_day);

-- The exclusivity of every kind, in both databases: a slot of a client holds one live membership, and one group.
CREATE TABLE slots (
    client         @ID@ NOT NULL,
    slot           TEXT NOT NULL,
    membership     @ID@, -- Empty for a head of a corporate group who is no member of it.
    group_id       @ID@ NOT NULL REFERENCES groups_of_clients (id),
    head           BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (client, slot),
    CHECK (membership IS NOT NULL OR head),
    -- Nobody's slot is held by the membership of another.
    FOREIGN KEY (client, membership) REFERENCES memberships (client, id)
) @PACKED@;
CREATE INDEX slots_by_group ON slots (group_id, client);

-- work: time spent, enough of it for reports by group ----------------------------------------------------

CREATE TABLE time_entries (
    id             @ID@    NOT NULL PRIMARY KEY,
    client         @ID@    NOT NULL REFERENCES clients (id),
    member         @ID@    NOT NULL REFERENCES members (id),
    day            BIGINT  NOT NULL,
    minutes        BIGINT  NOT NULL CHECK (minutes > 0),
    rate           BIGINT  NOT NULL,
    billable       BOOLEAN NOT NULL,
    work_type      TEXT    NOT NULL,
    note           TEXT    NOT NULL,
    version        BIGINT  NOT NULL
);
CREATE INDEX time_entries_by_client ON time_entries (client, day, minutes);
CREATE INDEX time_entries_by_day ON time_entries (day);

-- sales -----------------------------------------------------------------------------------------------

CREATE TABLE products (
    id             @ID@   NOT NULL PRIMARY KEY,
    number         TEXT   NOT NULL UNIQUE,
    kind           TEXT   NOT NULL CHECK (kind IN ('service', 'product')),
    name           TEXT   NOT NULL,
    name_key       TEXT   NOT NULL UNIQUE,
    name_fold      TEXT   NOT NULL,
    unit           TEXT   NOT NULL,
    -- Ten-thousandths of the company's currency.
    price          BIGINT NOT NULL CHECK (price >= 0),
    product_group  @ID@   NOT NULL REFERENCES product_groups (id),
    archived_at    BIGINT,
    version        BIGINT NOT NULL
);

-- `origins` says where each effective value came from: typed, client, group or company (A1-18).
CREATE TABLE invoices (
    id             @ID@   NOT NULL PRIMARY KEY,
    kind           TEXT   NOT NULL CHECK (kind IN ('invoice', 'credit_note')),
    provisional    BIGINT NOT NULL UNIQUE,
    number         TEXT UNIQUE,
    series         @ID@ REFERENCES number_series (id),
    client         @ID@   NOT NULL REFERENCES clients (id),
    day            BIGINT NOT NULL,
    due            BIGINT NOT NULL,
    currency       TEXT   NOT NULL,
    language       TEXT   NOT NULL,
    layout         TEXT   NOT NULL,
    payment_days   BIGINT NOT NULL,
    discount       BIGINT NOT NULL,
    vat_zone       @ID@   NOT NULL REFERENCES vat_zones (id),
    posting_group  @ID@   NOT NULL REFERENCES posting_groups (id),
    account        @ID@   NOT NULL REFERENCES accounts (id),
    origins        TEXT   NOT NULL,
    reference      TEXT   NOT NULL,
    note           TEXT   NOT NULL,
    credits        @ID@ REFERENCES invoices (id),
    net            BIGINT NOT NULL,
    vat            BIGINT NOT NULL,
    gross          BIGINT NOT NULL,
    entry          @ID@ UNIQUE REFERENCES entries (id),
    booked_at      BIGINT,
    booked_by      TEXT,
    -- The printed page as it was when booked, so that a reprint is the same paper (A1-21).
    printed        TEXT,
    source         TEXT   NOT NULL,
    version        BIGINT NOT NULL,
    CHECK ((booked_at IS NULL) = (number IS NULL))
);
CREATE INDEX invoices_by_client ON invoices (client, day);
CREATE INDEX invoices_by_day ON invoices (day, id);
CREATE INDEX invoices_by_credited ON invoices (credits) WHERE credits IS NOT NULL;
CREATE INDEX invoices_by_series ON invoices (series) WHERE series IS NOT NULL;

CREATE TABLE invoice_lines (
    id             @ID@   NOT NULL PRIMARY KEY,
    invoice        @ID@   NOT NULL REFERENCES invoices (id),
    line           BIGINT NOT NULL,
    product        @ID@ REFERENCES products (id),
    product_group  @ID@ REFERENCES product_groups (id),
    text           TEXT   NOT NULL,
    quantity       BIGINT NOT NULL,
    unit           TEXT   NOT NULL,
    unit_price     BIGINT NOT NULL,
    discount       BIGINT NOT NULL,
    -- Empty on a draft for which no VAT rule is set yet; booking asks for both.
    vat_code       @ID@ REFERENCES vat_codes (id),
    vat_typed      BOOLEAN NOT NULL,
    vat_rate       BIGINT NOT NULL,
    account        @ID@ REFERENCES accounts (id),
    account_typed  BOOLEAN NOT NULL,
    net            BIGINT NOT NULL,
    UNIQUE (invoice, line)
);
CREATE INDEX invoice_lines_by_product ON invoice_lines (product) WHERE product IS NOT NULL;

-- The groups a client was in on the invoice's day, kept for "as posted".
CREATE TABLE invoice_groups (
    invoice        @ID@ NOT NULL REFERENCES invoices (id),
    group_id       @ID@ NOT NULL REFERENCES groups_of_clients (id),
    kind           TEXT NOT NULL,
    name           TEXT NOT NULL,
    PRIMARY KEY (invoice, group_id)
) @PACKED@;
CREATE INDEX invoice_groups_by_group ON invoice_groups (group_id, invoice);

-- reports ---------------------------------------------------------------------------------------------

CREATE TABLE saved_reports (
    id             @ID@   NOT NULL PRIMARY KEY,
    name           TEXT   NOT NULL,
    scope          TEXT   NOT NULL CHECK (scope IN ('me', 'office')),
    -- 'report' for the report page, 'clients' for a saved view of the client list.
    place          TEXT   NOT NULL CHECK (place IN ('report', 'clients')),
    owner          @ID@   NOT NULL REFERENCES members (id),
    definition     TEXT   NOT NULL,
    version        BIGINT NOT NULL
);

-- exchange --------------------------------------------------------------------------------------------

-- A file of clients on its way in. Header, notes and preparation are JSON: choices without rules of the database.
CREATE TABLE imports (
    id             @ID@   NOT NULL PRIMARY KEY,
    file_name      TEXT   NOT NULL,
    state          TEXT   NOT NULL CHECK (state IN ('uploaded', 'prepared', 'running', 'done', 'undone')),
    header         TEXT   NOT NULL,
    notes          TEXT   NOT NULL,
    preparation    TEXT   NOT NULL,
    -- Lines that name the same client as another line, found once when the import begins.
    doubles        TEXT   NOT NULL,
    -- The first number not yet given to a client without one.
    next_number    BIGINT NOT NULL,
    row_count      BIGINT NOT NULL,
    done_rows      BIGINT NOT NULL,
    created_count  BIGINT NOT NULL,
    updated_count  BIGINT NOT NULL,
    unchanged_count BIGINT NOT NULL,
    failed_count   BIGINT NOT NULL,
    operation      @ID@,
    uploaded_at    BIGINT NOT NULL,
    uploaded_by    TEXT   NOT NULL,
    started_by     TEXT,
    version        BIGINT NOT NULL,
    CHECK (done_rows = created_count + updated_count + unchanged_count + failed_count)
);
CREATE INDEX imports_by_time ON imports (uploaded_at);

-- The rows as they stand in the file, 500 to a page: a page is what one command takes in.
CREATE TABLE import_pages (
    import         @ID@   NOT NULL REFERENCES imports (id),
    page           BIGINT NOT NULL,
    rows_json      TEXT   NOT NULL,
    PRIMARY KEY (import, page)
) @PACKED@;

-- What was wrong with the rows that were left out.
CREATE TABLE import_failures (
    import         @ID@   NOT NULL REFERENCES imports (id),
    line           BIGINT NOT NULL,
    place          BIGINT NOT NULL,
    field          TEXT,
    code           TEXT   NOT NULL,
    sentence       TEXT   NOT NULL,
    PRIMARY KEY (import, line, place)
) @PACKED@;
