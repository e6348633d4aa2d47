-- Services done for somebody else than the one who pays: a line of an invoice names for whom it is.

-- Empty is the client of the invoice itself, so that most lines say nothing.
ALTER TABLE invoice_lines ADD COLUMN recipient @ID@ REFERENCES clients (id);
CREATE INDEX invoice_lines_by_recipient ON invoice_lines (recipient) WHERE recipient IS NOT NULL;
