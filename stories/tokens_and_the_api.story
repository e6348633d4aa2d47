# Tokens, and the same commands on a running server
% office

# A token acts as its person. Its secret is shown once and is not kept.

$ coterie user add ines@office.example --name "Ines Calder" --role reader
Ines Calder has a seat in Ashdown & Vale as Reader. They come in by this link, once, within seven days:
  http://localhost:8080/invitation?key=…
$ printf 'nine quiet harbours\n' | coterie user password ines@office.example --set
The password of ines@office.example is set. Every session of theirs has ended.
$ coterie token issue ines@office.example --name Looking
{ines}
! This is the only time that it is shown. It acts as Ines Calder in Ashdown & Vale.
$ coterie token list ines@office.example
Id…
{id}  Looking…

& coterie serve --listen 127.0.0.1:0
Coterie serves {server}, data in data

# While the server runs, commands go to it with --server; without, they are refused and told so.

$ coterie client list
! A server at {server} already works on data. Two would spoil each other's books. Stop it first, or speak to it with --server and --token.
? 1
$ coterie client add --name "Bramblewick Trust" --customer-group Domestic --server {server} --token {token}
1001 Bramblewick Trust registered
$ coterie client list --server {server} --token {token}
Number  Name               Status  E-mail
1001    Bramblewick Trust  active
$ COTERIE_SERVER={server} COTERIE_TOKEN={token} coterie client show 1001 --json
{"address":…,"name":"Bramblewick Trust",…,"number":"1001",…}

# What would change can be seen before it does.

$ coterie client add --name "Second" --customer-group Domestic --dry-run --server {server} --token {token}
Nothing was changed. It would make 2 changes:
  clients: registered
  groups: membership started
$ coterie client list --server {server} --token {token}
Number  Name               Status  E-mail
1001    Bramblewick Trust  active

# Ines reads and does not write, here as on the pages.

$ coterie client list --server {server} --token {ines}
Number  Name               Status  E-mail
1001    Bramblewick Trust  active
$ coterie client add --name "Hers" --customer-group Domestic --server {server} --token {ines}
! A right is missing.
! Your role may not edit all clients. An owner or administrator can grant it under Settings & Apps, Members and roles.
!   code: PERM_MISSING
? 1
$ coterie client add --name "Hers" --customer-group Domestic --server {server} --token {ines} --json
{"actions":[],"code":"PERM_MISSING","detail":"Your role may not edit all clients. An owner or administrator can grant it under Settings & Apps, Members and roles.","details":{"permission":"clients.edit"},"field":null,"status":403,"title":"A right is missing.","type":"/api/v1/problems/PERM_MISSING"}
? 1

POST /api/v1/client-groups
> Authorization: Bearer {token}
> Idempotency-Key: once-and-no-more
> {"name": "VIP"}
201 /api/v1/client-groups/{vip}
…

POST /api/v1/client-groups
> Authorization: Bearer {token}
> Idempotency-Key: once-and-no-more
> {"name": "VIP"}
201 /api/v1/client-groups/{vip}
…

PATCH /api/v1/client-groups/{vip}
> Authorization: Bearer {token}
> If-Match: "99"
> {"name": "Very important"}
412
{
  "actions": [],
  "code": "CHANGED_MEANWHILE",
  "detail": "Somebody else saved it after you opened it. Look at it as it is now, then make your change again.",
  "details": {
    "current_version": "1",
    "your_version": "99"
  },
  "field": null,
  "status": 412,
  "title": "The client group “VIP” was changed meanwhile.",
  "type": "/api/v1/problems/CHANGED_MEANWHILE"
}

GET /api/v1/clients
401
{
  "actions": [],
  "code": "TOKEN_UNKNOWN",
  "detail": "The call carries no token, or one that was revoked. Send Authorization: Bearer with a token from Settings & Apps, API keys.",
  "details": {},
  "field": null,
  "status": 401,
  "title": "The token is not known.",
  "type": "/api/v1/problems/TOKEN_UNKNOWN"
}

GET /api/v1/clients
> Authorization: Bearer cot_nobody
401
{
  "actions": [],
  "code": "TOKEN_UNKNOWN",
  "detail": "The call carries no token, or one that was revoked. Send Authorization: Bearer with a token from Settings & Apps, API keys.",
  "details": {},
  "field": null,
  "status": 401,
  "title": "The token is not known.",
  "type": "/api/v1/problems/TOKEN_UNKNOWN"
}

& stop

# A revoked token opens nothing.

$ coterie token revoke ines@office.example {id}
The token Looking opens nothing any more.
& coterie serve --listen 127.0.0.1:0
Coterie serves {server}, data in data
$ coterie client list --server {server} --token {ines}
! The token is not known.
! The call carries no token, or one that was revoked. Send Authorization: Bearer with a token from Settings & Apps, API keys.
!   code: TOKEN_UNKNOWN
? 1
& stop

# Without a token, without a server and with an address that is none, it is said what is missing.

$ coterie client list --server http://localhost:1
! error: the following required arguments were not provided:
!   --token <TOKEN>
!
! Usage: …
!
! For more information, try '--help'.
? 2
$ coterie client list --server http://localhost:1 --token {token}
! http://localhost:1 cannot be reached: io: Connection refused (os error 111). Check the address, and that the server runs.
? 1
$ coterie client list --server no-address --token {token}
! no-address is no address of a server.
? 1
