# An import with bad rows, and their mending (V6, A0-32, A0-33, A0-36)
#
# Names of client groups match exactly, capitals included. A row whose group does not exist is left out: it is never put into another
# group, and never dropped without a word.
% office

$ coterie group add "Annual report"
Annual report created
$ coterie group add VIP
VIP created

$ cat > november.csv <<'END'
> Name,Customer number,Client groups
> Alder Mill,2001,Annual report
> Birch Lane Bakery,2002,Annual Report
> Cedar & Sons,2003,"VIP, Annual report"
> Dogwood Press,2004,"VIP,"
> Elm Court Chambers,2005,"""Law, tax"""
> Fir Tree Farm,2006,
> END

# A rehearsal first. It changes nothing and says of each row what is wrong and what may be meant.

$ coterie import clients november.csv --groups add --customer-group Domestic --dry-run
Would be 4 created, 0 updated, 0 unchanged, 2 left out.
Client groups that do not exist: “Law, tax”. Create them with --create-groups.
  line 3: Client group “Annual Report” does not exist. “Annual report” does; capital letters and blanks must match. Did you mean “Annual report”?
  line 6: Client group “Law, tax” does not exist. A row only enters groups that do. Create it here, or correct the name.
1 row has a warning and would be taken in.
  line 5: warning: Element 2 of the list is empty. Two commas follow each other or one stands at an end. The element is left out.

$ coterie client list
No client fits.

# Then the import. What is left out is written to a file of its own.

$ coterie import clients november.csv --groups add --customer-group Domestic --failed left-out.csv
Done: 4 created, 0 updated, 0 unchanged, 2 left out.
Undo it with POST /api/v1/imports/…/undo, or on the page /imports/… (…).

$ cat left-out.csv
﻿Name,Customer number,Client groups,error
Birch Lane Bakery,2002,Annual Report,"Client group “Annual Report” does not exist. “Annual report” does; capital letters and blanks must match. Did you mean “Annual report”?"
Elm Court Chambers,2005,"""Law, tax""","Client group “Law, tax” does not exist. A row only enters groups that do. Create it here, or correct the name."

# Four created and two left out are the six rows of the file. The other rows are in:

$ coterie client list
Number  Name           Status    E-mail
2001    Alder Mill     imported
2003    Cedar & Sons   imported
2004    Dogwood Press  imported
2006    Fir Tree Farm  imported

$ coterie client list --group VIP
Number  Name           Status    E-mail
2003    Cedar & Sons   imported
2004    Dogwood Press  imported

# The two are mended in that very file, which can be imported as it is.

$ sed -e 's/Annual Report/Annual report/' -e 's/"""Law, tax"""/VIP/' left-out.csv > mended.csv
$ coterie import clients mended.csv --groups add --customer-group Domestic --failed still-out.csv
Done: 2 created, 0 updated, 0 unchanged, 0 left out.
Undo it with POST /api/v1/imports/…/undo, or on the page /imports/… (…).

$ coterie group list
Name           Clients  Archived  Note
Annual report        3
VIP                  3

# The same file again changes nothing.

$ coterie import clients mended.csv --groups add --match number
Done: 0 created, 0 updated, 2 unchanged, 0 left out.

$ coterie check
Ashdown & Vale: every law holds

# A workbook goes out and comes back: a group with a comma in its name is one group, and nothing changes (A0-33).

$ coterie group rename VIP "Law, tax"
It is called Law, tax now
$ coterie export clients clients.xlsx
clients.xlsx is written.
$ coterie import clients clients.xlsx --groups replace --customer-group Domestic
Done: 0 created, 0 updated, 6 unchanged, 0 left out.

# Once the group is called otherwise, the rows that name it are left out, and come back as a file (A0-36).

$ coterie group rename "Law, tax" Legal
It is called Legal now
$ coterie import clients clients.xlsx --groups replace --customer-group Domestic --failed of-the-workbook.csv
Done: 0 created, 0 updated, 3 unchanged, 3 left out.
$ grep -c "Law, tax" of-the-workbook.csv
3
