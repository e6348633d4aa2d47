-- What is booked stays as it is: corrections are further entries.

--[sqlite
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER postings_stay BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'postings are never changed'); END;
CREATE TRIGGER postings_remain BEFORE DELETE ON postings BEGIN SELECT RAISE(ABORT, 'postings are never deleted'); END;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END;
CREATE TRIGGER audit_remains BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is never deleted'); END;
CREATE TRIGGER invoices_stay BEFORE UPDATE ON invoices WHEN OLD.booked_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a booked invoice is never changed'); END;
CREATE TRIGGER invoices_remain BEFORE DELETE ON invoices WHEN OLD.booked_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a booked invoice is never deleted'); END;
CREATE TRIGGER booked_lines_stay BEFORE UPDATE ON invoice_lines
    WHEN (SELECT booked_at FROM invoices WHERE id = OLD.invoice) IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a line of a booked invoice is never changed'); END;
CREATE TRIGGER booked_lines_remain BEFORE DELETE ON invoice_lines
    WHEN (SELECT booked_at FROM invoices WHERE id = OLD.invoice) IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a line of a booked invoice is never deleted'); END;
CREATE TRIGGER control_lines_name_their_client BEFORE INSERT ON postings
    WHEN NEW.client IS NULL AND (SELECT control FROM accounts WHERE id = NEW.account) = 'receivable'
    BEGIN SELECT RAISE(ABORT, 'a line on a receivables control account needs a client'); END;
CREATE TRIGGER closed_months_take_nothing BEFORE INSERT ON entries
    WHEN EXISTS (SELECT 1 FROM closed_periods WHERE month = NEW.day / 100)
    BEGIN SELECT RAISE(ABORT, 'the period is closed'); END;
-- Lines are written first and wait for their entry (a deferred key); the entry is taken only when they balance, and
-- once it is there no line can join it. So nothing unbalanced survives a commit.
CREATE TRIGGER sealed_entries_take_no_line BEFORE INSERT ON postings
    WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.entry)
    BEGIN SELECT RAISE(ABORT, 'a posted entry takes no further line'); END;
CREATE TRIGGER entries_balance BEFORE INSERT ON entries
    WHEN (SELECT COUNT(*) < 2 OR SUM(amount) <> 0 OR MIN(day) <> NEW.day OR MAX(day) <> NEW.day
          FROM postings WHERE entry = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the entry does not balance'); END;
-- REPLACE deletes without asking the guards above.
CREATE TRIGGER entries_are_not_replaced BEFORE INSERT ON entries
    WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.id OR number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'entries are never replaced'); END;
--]
--[postgres
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE ON entries FOR EACH ROW EXECUTE FUNCTION refuse('entries are never changed');
CREATE TRIGGER postings_stay BEFORE UPDATE OR DELETE ON postings FOR EACH ROW EXECUTE FUNCTION refuse('postings are never changed');
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse('the audit is never changed');
CREATE TRIGGER invoices_stay BEFORE UPDATE OR DELETE ON invoices FOR EACH ROW WHEN (OLD.booked_at IS NOT NULL)
    EXECUTE FUNCTION refuse('a booked invoice is never changed');
CREATE FUNCTION guard_lines() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT booked_at FROM invoices WHERE id = OLD.invoice) IS NOT NULL THEN
        RAISE EXCEPTION 'a line of a booked invoice is never changed';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER booked_lines_stay BEFORE UPDATE OR DELETE ON invoice_lines FOR EACH ROW EXECUTE FUNCTION guard_lines();
CREATE FUNCTION guard_postings() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.client IS NULL AND (SELECT control FROM accounts WHERE id = NEW.account) = 'receivable' THEN
        RAISE EXCEPTION 'a line on a receivables control account needs a client';
    END IF;
    IF EXISTS (SELECT 1 FROM entries WHERE id = NEW.entry) THEN
        RAISE EXCEPTION 'a posted entry takes no further line';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER postings_are_guarded BEFORE INSERT ON postings FOR EACH ROW EXECUTE FUNCTION guard_postings();
CREATE FUNCTION guard_entries() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM closed_periods WHERE month = NEW.day / 100) THEN RAISE EXCEPTION 'the period is closed'; END IF;
    IF (SELECT COUNT(*) < 2 OR SUM(amount) <> 0 OR MIN(day) <> NEW.day OR MAX(day) <> NEW.day
        FROM postings WHERE entry = NEW.id) THEN
        RAISE EXCEPTION 'the entry does not balance';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entries_are_guarded BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION guard_entries();
--]
