# Two offices that never see one another (A1-31)
#
# Each company is a place of its own: a file, or a schema of the database. Wren has a seat in both.
% office

& coterie serve --listen 127.0.0.1:0
Coterie serves {server}, data in data

POST /login
> email=wren@office.example&password=seven+tall+ferries
303 /

POST /companies
> company=North+Pier+Studio&country=IE&currency=EUR&fiscal_month=1&time_zone=Europe/Dublin&chart=generic
303 /

& stop

# From now on a command says which company it means.

$ coterie client list
! Several companies are here. Say which with --company: ashdown-vale, north-pier-studio.
? 1
$ coterie group list --customer --company ashdown-vale
Number  Name      Account  Clients  Archived
1       Domestic  4300           0
2       European  4301           0
3       Overseas  4302           0
$ coterie group list --customer --company north-pier-studio
Number  Name      Account  Clients  Archived
1       Domestic  1100           0
2       European  1101           0
3       Overseas  1102           0

$ coterie group add VIP --company ashdown-vale
VIP created
$ coterie client add --name "Bramblewick Trust" --customer-group Domestic --group VIP --company ashdown-vale
1001 Bramblewick Trust registered

# The other office has neither the client nor the group, and may use the same number and the same names.

$ coterie client list --company north-pier-studio
No client fits.
$ coterie client add --name "Quayside Books" --customer-group Domestic --group VIP --company north-pier-studio
! There is no client group VIP. Those there are: coterie group list. Create it: coterie group add.
? 1
$ coterie group add VIP --company north-pier-studio
VIP created
$ coterie client add --name "Quayside Books" --customer-group Domestic --group VIP --company north-pier-studio
1001 Quayside Books registered
$ coterie client show "Bramblewick Trust" --company north-pier-studio
! There is no client Bramblewick Trust. Those there are: coterie client list. Register it: coterie client add --name.
? 1

# A token belongs to one of them. What it asks for by id in the other is not there.

$ coterie client show 1001 --company ashdown-vale
…
Id               {bramblewick}
$ coterie token issue wren@office.example --name North --company north-pier-studio
{north}
! This is the only time that it is shown. It acts as Wren Ashdown in North Pier Studio.

& coterie serve --listen 127.0.0.1:0
Coterie serves {server}, data in data

GET /api/v1/clients/{bramblewick}
> Authorization: Bearer {token}
200
…
  "name": "Bramblewick Trust",
…

GET /api/v1/clients/{bramblewick}
> Authorization: Bearer {north}
404
{
  "actions": [],
  "code": "NOT_FOUND",
  "detail": "It was deleted, never existed, or is not yours to see. Check the id.",
  "details": {},
  "field": null,
  "status": 404,
  "title": "There is no such client.",
  "type": "/api/v1/problems/NOT_FOUND"
}

$ coterie client list --server {server} --token {north}
Number  Name            Status  E-mail
1001    Quayside Books  active

& stop
$ coterie check
Ashdown & Vale: every law holds
North Pier Studio: every law holds
