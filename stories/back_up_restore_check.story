# Back up, restore, check
% files: PostgreSQL has its own tools for this
% office

$ coterie client add --name "Bramblewick Trust" --customer-group Domestic
1001 Bramblewick Trust registered
$ coterie backup today.tar
today.tar holds 1 company and the hallway, … KiB.
$ tar tf today.tar
manifest.json
hallway.db
companies/ashdown-vale.db

# A backup overwrites nothing, and neither does a restore.

$ coterie backup today.tar
! today.tar exists already. A backup overwrites nothing: name another.
? 1
$ coterie restore today.tar
! data is not empty. A restore overwrites nothing: name an empty folder with --data, or move this one aside first.
? 1

# After a mishap the books of the morning come back in a new place. Every digest and every law is looked at on the way.

$ coterie client add --name "Added by mistake" --customer-group Domestic
1002 Added by mistake registered
$ coterie restore today.tar --data restored
today.tar is back in restored, as of ….
Ashdown & Vale: every law holds
$ coterie client list --data restored
Number  Name               Status  E-mail
1001    Bramblewick Trust  active
$ coterie client list
Number  Name               Status  E-mail
1002    Added by mistake   active
1001    Bramblewick Trust  active

# The token and the password are as they were.

& coterie serve --data restored --listen 127.0.0.1:0
Coterie serves {server}, data in restored

$ coterie client list --server {server} --token {token}
Number  Name               Status  E-mail
1001    Bramblewick Trust  active

# A backup can also be made beside the running server.

$ coterie backup beside --data restored
beside holds 1 company and the hallway, … KiB.
$ ls beside beside/companies
beside:
companies
hallway.db
manifest.json

beside/companies:
ashdown-vale.db

& stop

# A backup of which one bit is not as it was is not restored.

$ printf x | dd of=beside/companies/ashdown-vale.db bs=1 seek=9000 conv=notrunc 2>/dev/null
$ coterie restore beside --data damaged
! companies/ashdown-vale.db is not as it was backed up: its digest differs. The backup is damaged; take another.
? 1
$ ls damaged
! ls: cannot access 'damaged': No such file or directory
? 2

$ coterie check --data restored
Ashdown & Vale: every law holds
$ coterie doctor --data restored
 fine  rights: restored is for its owner alone.
 fine  disk-space: … GiB are left on the disk.
…
 fine  server: No server is at work on it.
…
 fine  backup: The last backup was made at ….
 fine  hallway: The hallway is of this program's schema.
 fine  people: 1 can log in.
 fine  schema: Ashdown & Vale is of this program's schema.
 fine  laws: Every law holds in Ashdown & Vale.
