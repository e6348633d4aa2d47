-- Other currencies: what they are worth, and what is owed in them.

-- What one unit was worth in the company's currency, in hundred-millionths.
CREATE TABLE exchange_rates (
    currency       TEXT   NOT NULL,
    day            BIGINT NOT NULL,
    rate           BIGINT NOT NULL CHECK (rate BETWEEN 1 AND 100000000000000),
    PRIMARY KEY (currency, day)
) @PACKED@;

-- Where an item is owed in another currency: what it was, and what is left, in minor units of that.
ALTER TABLE open_items ADD COLUMN currency TEXT;
ALTER TABLE open_items ADD COLUMN foreign_amount BIGINT;
ALTER TABLE open_items ADD COLUMN foreign_remaining BIGINT CHECK (
    (foreign_remaining IS NULL AND foreign_amount IS NULL AND currency IS NULL)
    OR (currency IS NOT NULL AND foreign_amount > 0 AND foreign_remaining BETWEEN 0 AND foreign_amount)
    OR (currency IS NOT NULL AND foreign_amount < 0 AND foreign_remaining BETWEEN foreign_amount AND 0));
-- The same amount in the currency of both items; 0 where that is the company's.
ALTER TABLE matches ADD COLUMN foreign_amount BIGINT NOT NULL DEFAULT 0;

-- A document in another currency keeps the rate that it was booked at, and what it is in the books. Empty is the same.
ALTER TABLE invoices ADD COLUMN exchange_rate BIGINT;
ALTER TABLE invoices ADD COLUMN rate_day BIGINT;
ALTER TABLE invoices ADD COLUMN books_net BIGINT;
ALTER TABLE invoices ADD COLUMN books_vat BIGINT;
ALTER TABLE invoices ADD COLUMN books_gross BIGINT;
ALTER TABLE invoice_lines ADD COLUMN books_net BIGINT;

-- A payment in another currency: which, and how much of that it was. `amount` is what it is in the books.
ALTER TABLE payments ADD COLUMN currency TEXT;
ALTER TABLE payments ADD COLUMN foreign_amount BIGINT CHECK (
    (foreign_amount IS NULL AND currency IS NULL) OR (currency IS NOT NULL AND foreign_amount > 0));

--[sqlite
CREATE TRIGGER open_items_keep_their_currency BEFORE UPDATE OF currency, foreign_amount ON open_items
    BEGIN SELECT RAISE(ABORT, 'of an open item only what is left of it changes'); END;
--]
--[postgres
CREATE TRIGGER open_items_keep_their_currency BEFORE UPDATE OF currency, foreign_amount ON open_items
    FOR EACH ROW EXECUTE FUNCTION refuse('of an open item only what is left of it changes');
--]
