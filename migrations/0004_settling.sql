-- What clients owe and pay: open items, what settles them, and payments.

-- What each line on a receivables control account left to settle: an invoice until it is paid, a payment until it is
-- used. Its key is its posting. `document` is the invoice or credit note that it stands for.
CREATE TABLE open_items (
    id             @ID@   NOT NULL PRIMARY KEY REFERENCES postings (id),
    client         @ID@   NOT NULL,
    account        @ID@   NOT NULL REFERENCES accounts (id),
    day            BIGINT NOT NULL,
    due            BIGINT NOT NULL,
    amount         BIGINT NOT NULL CHECK (amount <> 0),
    -- What is not settled yet, on the side of the amount: of a control account these add up to its balance.
    remaining      BIGINT NOT NULL,
    document       @ID@,
    CHECK ((amount > 0 AND remaining BETWEEN 0 AND amount) OR (amount < 0 AND remaining BETWEEN amount AND 0))
) @PACKED@;
CREATE INDEX open_items_left ON open_items (client, account, due, day, remaining) WHERE remaining <> 0;
CREATE INDEX open_items_by_document ON open_items (document, remaining) WHERE document IS NOT NULL;

-- So much of a debit item was settled by a credit item of the same client on the same account. Nothing is changed here:
-- what is given back is a further row below zero.
CREATE TABLE matches (
    id             @ID@   NOT NULL PRIMARY KEY,
    debit          @ID@   NOT NULL REFERENCES open_items (id),
    credit         @ID@   NOT NULL REFERENCES open_items (id),
    amount         BIGINT NOT NULL CHECK (amount <> 0),
    -- From this day on; never before the day of either item.
    day            BIGINT NOT NULL,
    -- What brought it about: a payment, a credit note, a transfer, a reversal; empty where somebody matched by hand.
    entry          @ID@ REFERENCES entries (id),
    CHECK (debit <> credit)
);
CREATE INDEX matches_by_debit ON matches (debit);
CREATE INDEX matches_by_credit ON matches (credit);
CREATE INDEX matches_by_day ON matches (day);

-- What clients paid. A wrong payment is taken back by the reversal of its entry.
CREATE TABLE payments (
    id             @ID@   NOT NULL PRIMARY KEY,
    client         @ID@   NOT NULL REFERENCES clients (id),
    day            BIGINT NOT NULL,
    amount         BIGINT NOT NULL CHECK (amount > 0),
    account        @ID@   NOT NULL REFERENCES accounts (id),
    text           TEXT   NOT NULL,
    entry          @ID@   NOT NULL UNIQUE REFERENCES entries (id)
);
CREATE INDEX payments_by_day ON payments (day, id);
CREATE INDEX payments_by_client ON payments (client, day, id);

--[sqlite
CREATE TRIGGER open_items_stay BEFORE UPDATE OF id, client, account, day, due, amount, document ON open_items
    BEGIN SELECT RAISE(ABORT, 'of an open item only what is left of it changes'); END;
CREATE TRIGGER open_items_remain BEFORE DELETE ON open_items
    BEGIN SELECT RAISE(ABORT, 'open items are never deleted'); END;
CREATE TRIGGER matches_stay BEFORE UPDATE ON matches BEGIN SELECT RAISE(ABORT, 'matches are never changed'); END;
CREATE TRIGGER matches_remain BEFORE DELETE ON matches BEGIN SELECT RAISE(ABORT, 'matches are never deleted'); END;
--]
--[postgres
CREATE TRIGGER open_items_stay BEFORE UPDATE OF id, client, account, day, due, amount, document ON open_items
    FOR EACH ROW EXECUTE FUNCTION refuse('of an open item only what is left of it changes');
CREATE TRIGGER open_items_remain BEFORE DELETE ON open_items
    FOR EACH ROW EXECUTE FUNCTION refuse('open items are never deleted');
CREATE TRIGGER matches_stay BEFORE UPDATE OR DELETE ON matches
    FOR EACH ROW EXECUTE FUNCTION refuse('matches are never changed');
--]
