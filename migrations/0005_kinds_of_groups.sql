-- What billing groups and corporate groups have beside their names.

-- Who usually pays for a billing group: one of its members. The role names the slot that the member holds in the group, so
-- that nobody leaves while being the one, and a group that is there has at least one member.
CREATE TABLE billing_groups (
    id             @ID@ NOT NULL PRIMARY KEY REFERENCES groups_of_clients (id),
    primary_member @ID@ NOT NULL,
    slot           TEXT NOT NULL UNIQUE,
    FOREIGN KEY (primary_member, slot) REFERENCES slots (client, slot)
);
CREATE INDEX billing_groups_by_member ON billing_groups (primary_member, slot);

-- Corporate groups: types of clients and of groups, and the calendar years that a group stands for. A client's years in one are
-- slots, each a type and a year, which stay when the year is over.

-- Corporate memberships have an id of their own at the doors, and always a last day.
CREATE INDEX memberships_by_id ON memberships (id) WHERE until_day IS NOT NULL;
-- A corporate group has one head in a year.
CREATE UNIQUE INDEX slots_of_heads ON slots (group_id, slot) WHERE head;

-- What a client is: agency, holding … A client is any number of them.
CREATE TABLE client_types (
    id             @ID@   NOT NULL PRIMARY KEY,
    name           TEXT   NOT NULL,
    name_key       TEXT   NOT NULL,
    name_fold      TEXT   NOT NULL,
    created_at     BIGINT NOT NULL,
    created_by     TEXT   NOT NULL,
    deleted_at     BIGINT,
    version        BIGINT NOT NULL
);
CREATE UNIQUE INDEX client_types_by_key ON client_types (name_key) WHERE deleted_at IS NULL;

-- What a corporate group is for: the type of client that it takes, and what it brings about.
CREATE TABLE corporate_types (
    id             @ID@   NOT NULL PRIMARY KEY,
    name           TEXT   NOT NULL,
    name_key       TEXT   NOT NULL,
    name_fold      TEXT   NOT NULL,
    client_type    @ID@   NOT NULL REFERENCES client_types (id),
    effect         TEXT   NOT NULL CHECK (effect IN ('corporate_discount', 'rebate_in_kind', 'central_address', 'none')),
    created_at     BIGINT NOT NULL,
    created_by     TEXT   NOT NULL,
    deleted_at     BIGINT,
    version        BIGINT NOT NULL
);
CREATE UNIQUE INDEX corporate_types_by_key ON corporate_types (name_key) WHERE deleted_at IS NULL;

-- What a corporate group has beside its name: its type, and the whole calendar years that it stands for, fifty at most.
CREATE TABLE corporate_groups (
    id             @ID@   NOT NULL PRIMARY KEY REFERENCES groups_of_clients (id),
    type           @ID@   NOT NULL REFERENCES corporate_types (id),
    from_day       BIGINT NOT NULL CHECK (from_day % 10000 = 101),
    until_day      BIGINT NOT NULL CHECK (until_day % 10000 = 1231),
    CHECK (until_day > from_day AND until_day - from_day < 500000)
);
CREATE INDEX corporate_groups_by_type ON corporate_groups (type);

-- Its name, in each of its years: two groups of a type that stand for one year have different names.
CREATE TABLE corporate_years (
    group_id       @ID@   NOT NULL REFERENCES corporate_groups (id),
    year           BIGINT NOT NULL,
    type           @ID@   NOT NULL,
    name_key       TEXT   NOT NULL,
    PRIMARY KEY (group_id, year),
    UNIQUE (type, year, name_key)
) @PACKED@;

-- The types of each client.
CREATE TABLE types_of_clients (
    client         @ID@ NOT NULL REFERENCES clients (id),
    type           @ID@ NOT NULL REFERENCES client_types (id),
    PRIMARY KEY (client, type)
) @PACKED@;
CREATE INDEX types_of_clients_by_type ON types_of_clients (type, client);

-- What is past stays as it was.
--[sqlite
CREATE TRIGGER memberships_remain BEFORE DELETE ON memberships
    BEGIN SELECT RAISE(ABORT, 'memberships are never deleted'); END;
CREATE TRIGGER memberships_begin_once BEFORE UPDATE OF client, group_id, from_day ON memberships
    WHEN (NEW.client <> OLD.client OR NEW.group_id <> OLD.group_id OR NEW.from_day <> OLD.from_day)
        AND EXISTS (SELECT 1 FROM corporate_groups WHERE id = OLD.group_id)
    BEGIN SELECT RAISE(ABORT, 'the first day of a corporate membership never changes'); END;
CREATE TRIGGER corporate_groups_begin_once BEFORE UPDATE OF type, from_day ON corporate_groups
    WHEN NEW.type <> OLD.type OR NEW.from_day <> OLD.from_day
    BEGIN SELECT RAISE(ABORT, 'the first day and the type of a corporate group never change'); END;
--]
--[postgres
CREATE TRIGGER memberships_remain BEFORE DELETE ON memberships FOR EACH ROW
    EXECUTE FUNCTION refuse('memberships are never deleted');
CREATE FUNCTION guard_memberships() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM corporate_groups WHERE id = OLD.group_id) THEN
        RAISE EXCEPTION 'the first day of a corporate membership never changes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER memberships_begin_once BEFORE UPDATE OF client, group_id, from_day ON memberships FOR EACH ROW
    WHEN (NEW.client <> OLD.client OR NEW.group_id <> OLD.group_id OR NEW.from_day <> OLD.from_day)
    EXECUTE FUNCTION guard_memberships();
CREATE TRIGGER corporate_groups_begin_once BEFORE UPDATE OF type, from_day ON corporate_groups FOR EACH ROW
    WHEN (NEW.type <> OLD.type OR NEW.from_day <> OLD.from_day)
    EXECUTE FUNCTION refuse('the first day and the type of a corporate group never change');
--]
