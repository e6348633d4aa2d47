-- What corporate groups agree on for a year: discounts and rebates by volume, and the settlements of discounts.

-- The day on which the service was done, where it is not the day of the document: it decides in which year it counts.
ALTER TABLE invoices ADD COLUMN service_day BIGINT;
-- The settlement that made the document; such a document counts in no volume.
ALTER TABLE invoices ADD COLUMN settlement @ID@;

-- The group was given an agreement for the year: it is not deleted any more.
CREATE TABLE agreed_years (
    group_id       @ID@   NOT NULL REFERENCES corporate_groups (id),
    year           BIGINT NOT NULL,
    PRIMARY KEY (group_id, year)
) @PACKED@;

-- A member's year in a group by which something was settled. It names the slot of the year, so that nobody leaves it.
CREATE TABLE settled_years (
    client         @ID@   NOT NULL,
    slot           TEXT   NOT NULL,
    group_id       @ID@   NOT NULL REFERENCES corporate_groups (id),
    year           BIGINT NOT NULL,
    PRIMARY KEY (client, slot),
    FOREIGN KEY (client, slot) REFERENCES slots (client, slot)
) @PACKED@;
CREATE INDEX settled_years_by_group ON settled_years (group_id, year);

-- One for each group and year. Numbers begin anew each year and have no gap.
CREATE TABLE agreements (
    id             @ID@   NOT NULL PRIMARY KEY,
    group_id       @ID@   NOT NULL REFERENCES corporate_groups (id),
    year           BIGINT NOT NULL,
    kind           TEXT   NOT NULL CHECK (kind IN ('discount', 'rebate')),
    number         BIGINT NOT NULL CHECK (number > 0),
    name           TEXT   NOT NULL,
    scale          TEXT   NOT NULL CHECK (scale IN ('slab', 'stepped')),
    allow_above_100 BOOLEAN NOT NULL,
    created_at     BIGINT NOT NULL,
    created_by     TEXT   NOT NULL,
    version        BIGINT NOT NULL,
    UNIQUE (group_id, year),
    UNIQUE (year, number)
);

-- From this volume on, in minor units of the company's currency, this rate, in basis points.
CREATE TABLE agreement_tiers (
    agreement      @ID@   NOT NULL REFERENCES agreements (id),
    from_volume    BIGINT NOT NULL CHECK (from_volume >= 0),
    rate           BIGINT NOT NULL CHECK (rate >= 0),
    PRIMARY KEY (agreement, from_volume)
) @PACKED@;

CREATE TABLE agreement_memos (
    id             @ID@   NOT NULL PRIMARY KEY,
    agreement      @ID@   NOT NULL REFERENCES agreements (id),
    text           TEXT   NOT NULL,
    written_at     BIGINT NOT NULL,
    written_by     TEXT   NOT NULL
);
CREATE INDEX agreement_memos_by_agreement ON agreement_memos (agreement, id);

-- What was settled, net of everything settled before. A settlement is never changed: a further one corrects it.
CREATE TABLE settlements (
    id             @ID@   NOT NULL PRIMARY KEY,
    agreement      @ID@   NOT NULL REFERENCES agreements (id),
    number         BIGINT NOT NULL CHECK (number > 0),
    kind           TEXT   NOT NULL CHECK (kind IN ('partial', 'final', 'correction')),
    day            BIGINT NOT NULL,
    -- Services up to this day count.
    through        BIGINT NOT NULL,
    -- The agreement as it was then: what it was called, its scale and tiers as text.
    title          TEXT   NOT NULL,
    scale          TEXT   NOT NULL,
    tiers          TEXT   NOT NULL,
    currency       TEXT   NOT NULL,
    volume         BIGINT NOT NULL,
    discount       BIGINT NOT NULL,
    settled_before BIGINT NOT NULL,
    amount         BIGINT NOT NULL,
    made_at        BIGINT NOT NULL,
    made_by        TEXT   NOT NULL,
    UNIQUE (agreement, number),
    CHECK (amount = discount - settled_before)
);
CREATE UNIQUE INDEX settlements_final ON settlements (agreement) WHERE kind = 'final';
CREATE INDEX invoices_by_settlement ON invoices (settlement) WHERE settlement IS NOT NULL;

-- The part of each member, by its name of then, and the credit note or invoice that came of it.
CREATE TABLE settlement_members (
    settlement     @ID@   NOT NULL REFERENCES settlements (id),
    client         @ID@   NOT NULL REFERENCES clients (id),
    number         TEXT   NOT NULL,
    name           TEXT   NOT NULL,
    volume         BIGINT NOT NULL,
    discount       BIGINT NOT NULL,
    settled_before BIGINT NOT NULL,
    amount         BIGINT NOT NULL,
    document       @ID@   REFERENCES invoices (id),
    PRIMARY KEY (settlement, client),
    CHECK (amount = discount - settled_before),
    CHECK ((amount = 0) = (document IS NULL))
) @PACKED@;

--[sqlite
CREATE TRIGGER memos_stay BEFORE UPDATE ON agreement_memos BEGIN SELECT RAISE(ABORT, 'memos are never changed'); END;
CREATE TRIGGER memos_remain BEFORE DELETE ON agreement_memos BEGIN SELECT RAISE(ABORT, 'memos are never deleted'); END;
CREATE TRIGGER settlements_stay BEFORE UPDATE ON settlements
    BEGIN SELECT RAISE(ABORT, 'settlements are never changed'); END;
CREATE TRIGGER settlements_remain BEFORE DELETE ON settlements
    BEGIN SELECT RAISE(ABORT, 'settlements are never deleted'); END;
CREATE TRIGGER settlement_members_stay BEFORE UPDATE ON settlement_members
    BEGIN SELECT RAISE(ABORT, 'settlements are never changed'); END;
CREATE TRIGGER settlement_members_remain BEFORE DELETE ON settlement_members
    BEGIN SELECT RAISE(ABORT, 'settlements are never deleted'); END;
CREATE TRIGGER settled_years_stay BEFORE UPDATE ON settled_years
    BEGIN SELECT RAISE(ABORT, 'a settled year stays settled'); END;
CREATE TRIGGER settled_years_remain BEFORE DELETE ON settled_years
    BEGIN SELECT RAISE(ABORT, 'a settled year stays settled'); END;
--]
--[postgres
CREATE TRIGGER memos_stay BEFORE UPDATE OR DELETE ON agreement_memos FOR EACH ROW
    EXECUTE FUNCTION refuse('memos are never deleted');
CREATE TRIGGER settlements_stay BEFORE UPDATE OR DELETE ON settlements FOR EACH ROW
    EXECUTE FUNCTION refuse('settlements are never changed');
CREATE TRIGGER settlement_members_stay BEFORE UPDATE OR DELETE ON settlement_members FOR EACH ROW
    EXECUTE FUNCTION refuse('settlements are never changed');
CREATE TRIGGER settled_years_stay BEFORE UPDATE OR DELETE ON settled_years FOR EACH ROW
    EXECUTE FUNCTION refuse('a settled year stays settled');
--]
