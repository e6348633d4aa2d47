# Hours by client group (V5, A0-25, A0-26)
#
# A client may stand in several client groups. In a report by group it counts in each of them, and in the total once.
% office

$ coterie group add VIP
VIP created
$ coterie group add Annual
Annual created
$ coterie client add --name "K1" --number K1 --customer-group Domestic --group VIP --group Annual
K1 K1 registered
$ coterie client add --name "K2" --number K2 --customer-group Domestic --group VIP
K2 K2 registered
$ coterie client add --name "K3" --number K3 --customer-group Domestic
K3 K3 registered

# Ten, four and one hour of work are logged with the API.

$ coterie client show K1
…
Id               {one}
$ coterie client show K2
…
Id               {two}
$ coterie client show K3
…
Id               {three}

& coterie serve --listen 127.0.0.1:0
Coterie serves {server}, data in data

POST /api/v1/time-entries
> Authorization: Bearer {token}
> {"client": "{one}", "date": "2026-03-02", "minutes": 600}
201 /api/v1/time-entries/…
…

POST /api/v1/time-entries
> Authorization: Bearer {token}
> {"client": "{two}", "date": "2026-03-03", "minutes": 240}
201 /api/v1/time-entries/…
…

POST /api/v1/time-entries
> Authorization: Bearer {token}
> {"client": "{three}", "date": "2026-03-04", "minutes": 60}
201 /api/v1/time-entries/…
…

# The report as text, asked of the running server.

$ coterie report new time --group-by client_group --columns hours --period 2026-03-01..2026-03-31 --server {server} --token {token}
2026-03-01 to 2026-03-31; groups as of today
Group                   Hours
VIP                     14.00
Annual                  10.00
Without a client group   1.00
Total                   15.00
Counted in more than one group: 10.00 hours.

# For a program: the same as JSON.

$ coterie report new time --group-by client_group --columns hours --period 2026-03-01..2026-03-31 --json --server {server} --token {token}
{"counted_in_more_than_one_group":{"hours":"10.00","minutes":600},…,"rows":[{…"figures":{"hours":"14.00","minutes":840},…,"label":"VIP",…},{…"figures":{"hours":"10.00","minutes":600},…,"label":"Annual",…},{…"figures":{"hours":"1.00","minutes":60},"key":null,…}],"total":{"hours":"15.00","minutes":900}}

# For a spreadsheet: CSV from the page.

POST /login
> email=wren@office.example&password=seven+tall+ferries
303 /

GET /report/export/csv?dataset=time&by=client_group&columns=hours&period=2026-03-01..2026-03-31
200
Client group,Hours
VIP,14.00
Annual,10.00
Without a client group,1.00
"Total, everything once",15.00

# Clients in either group have fourteen hours, not twenty-four.

$ coterie report new time --client-group VIP --client-group Annual --columns hours --period 2026-03-01..2026-03-31 --server {server} --token {token}
2026-03-01 to 2026-03-31; groups as of today
Entry                         Hours
2026-03-02  K1  Wren Ashdown  10.00
2026-03-03  K2  Wren Ashdown   4.00
Total                         14.00

& stop

# The same by month, on the books themselves now that the server has ended.

$ coterie report new time --group-by client_group,month --columns hours --period 2026-01-01..2026-12-31
2026-01-01 to 2026-12-31; groups as of today
Group                   Hours
VIP                     14.00
  2026-03               14.00
Annual                  10.00
  2026-03               10.00
Without a client group   1.00
  2026-03                1.00
Total                   15.00
Counted in more than one group: 10.00 hours.
$ coterie report list
No report is saved. Save one on the page Report.
$ coterie report run Nothing
! There is no report Nothing. Those there are: coterie report list.
? 1

