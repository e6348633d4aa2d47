#!/usr/bin/env python3
"""Times Coterie beside hledger and ledger on the same books, in one run, and prints tables for docs/performance.md.

    cargo build --release -p coterie
    benches/beside.py [--tx 100000] [--clients 100000] [--runs 7] [--binary target/release/coterie]

By hand only. Machines are shared and noisy: the programs take turns, the median of the runs is printed, and what to
quote is the ratio. Before anything is timed, every balance is compared with the generator's own, to the cent.
"""
import argparse, http.client, json, os, platform, re, shutil, signal, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GENERATOR = os.path.join(HERE, "tests/data/gen_ledger.py")
OWNER = "owner@example.org"
CUSTOMERS = "Assets:4-Current:43-Customers"


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--tx", type=int, default=100_000)
    words.add_argument("--clients", type=int, default=100_000)
    words.add_argument("--runs", type=int, default=7)
    words.add_argument("--requests", type=int, default=200)
    words.add_argument("--binary", default=os.path.join(HERE, "target/release/coterie"))
    words.add_argument("--postgres", help="keep the books in this database; everything else as before")
    asked = words.parse_args()
    place = tempfile.mkdtemp(prefix="coterie-beside-", dir=HERE)
    try:
        run(asked, place)
    finally:
        shutil.rmtree(place)


def run(asked, place):
    print(machine(asked.binary))
    books = os.path.join(place, "books")
    subprocess.run([sys.executable, GENERATOR, "ledger", "--tx", str(asked.tx), "--out", books,
                    "--formats", "journal,csv,invoices"], check=True, stdout=subprocess.DEVNULL)
    house = Coterie(asked.binary, os.path.join(place, "data"), asked.postgres)
    house.say("company", "new", "Beside", "--chart", "es-pgc", "--owner", OWNER, "--owner-name", "Olive Owner")
    took = seconds(house.words("import", "books", books))
    print(f"\nBooks of {asked.tx} transactions taken in: {took:.1f} s.")
    compare(house, books)

    client = busiest(books)
    journal = os.path.join(books, "ledger.journal")
    print(f"\nCold, from process start to exit, median of {asked.runs} runs in turn (fastest to slowest):\n")
    print("| question | program | seconds | against Coterie |\n| --- | --- | --- | --- |")
    in_turn("balances of all accounts", asked.runs, [
        ("Coterie", house.words("report", "balances", "--from", "2021-01-01")),
        ("hledger", ["hledger", "-f", journal, "bal", "--tree"]),
        ("ledger", ["ledger", "-f", journal, "bal"])])
    in_turn(f"ledger of client {client}", asked.runs, [
        ("Coterie", house.words("report", "client", client)),
        ("hledger", ["hledger", "-f", journal, "reg", f"desc:{client}", f"acct:{CUSTOMERS}"]),
        ("ledger", ["ledger", "-f", journal, "reg", f"@{client}", "and", CUSTOMERS])])
    warm(house, asked.requests, client)
    take_in_clients(asked, place)


def machine(binary):
    with open("/proc/cpuinfo") as file:
        models = re.findall(r"model name\s*:\s*(.*)", file.read())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    programs = [first_line([binary, "--version"]), first_line(["hledger", "--version"]), first_line(["ledger", "--version"])]
    return (f"{time.strftime('%Y-%m-%d')}, {len(models)} cores of {models[0] if models else 'unknown'}, "
            f"{memory:.0f} GiB, Linux {platform.release()}, load before {os.getloadavg()[0]:.1f}.\n" + "; ".join(programs))


def first_line(words):
    return subprocess.run(words, capture_output=True, text=True).stdout.splitlines()[0]


class Coterie:
    """A data directory and the program over it."""

    def __init__(self, binary, data, postgres=None):
        self.base = [binary, "--data", data] + (["--postgres", postgres] if postgres else [])

    def words(self, *words):
        return self.base + list(words)

    def say(self, *words):
        done = subprocess.run(self.words(*words), capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout


def compare(house, books):
    """Every account and every client against the generator's own sums."""
    with open(os.path.join(books, "expected.json")) as file:
        expected = json.load(file)
    trial = json.loads(house.say("report", "balances", "--from", "2021-01-01", "--to", "2025-12-31", "--json"))
    ours = {row["number"]: cents(row["closing"]) for row in trial["items"] if cents(row["closing"])}
    theirs = {path.rsplit(":", 1)[-1].split("-", 1)[0]: amount
              for path, amount in expected["leaf_balance_cents"].items() if amount}
    if ours != theirs:
        wrong = {number for number in set(ours) | set(theirs) if ours.get(number) != theirs.get(number)}
        sys.exit(f"balances differ on {len(wrong)} accounts, such as {sorted(wrong)[:5]}")
    print(f"{len(theirs)} accounts have the balance that the generator expects, to the cent.")


def cents(money):
    return int(money["amount"].replace(".", ""))


def busiest(books):
    count = {}
    with open(os.path.join(books, "postings.csv"), encoding="utf-8") as file:
        place = next(file).rstrip("\n").split(",").index("client")
        for line in file:
            client = line.split(",")[place]
            if client:
                count[client] = count.get(client, 0) + 1
    # The hundredth of the busiest: neither the largest customer nor one of the long tail.
    return sorted(count, key=lambda client: (-count[client], client))[min(99, len(count) - 1)]


def seconds(words):
    start = time.perf_counter()
    done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    took = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(words)}: {done.stderr.decode(errors='replace')}")
    return took


def in_turn(question, runs, programs):
    """One round warms the files, then the programs take turns."""
    taken = {name: [] for name, _ in programs}
    for round in range(runs + 1):
        for name, words in programs:
            took = seconds(words)
            if round:
                taken[name].append(took)
    ours = statistics.median(taken[programs[0][0]])
    for name, _ in programs:
        middle = statistics.median(taken[name])
        spread = f"{min(taken[name]):.3f} to {max(taken[name]):.3f}"
        print(f"| {question} | {name} | {middle:.3f} ({spread}) | {middle / ours:.1f} |", flush=True)


def warm(house, requests, client):
    secret = json.loads(house.say("token", "issue", OWNER, "--name", "beside", "--json"))["token"]
    found = json.loads(house.say("client", "show", client, "--json"))["id"]
    server = subprocess.Popen(house.words("serve", "--listen", "127.0.0.1:0"), stdout=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://[^\s,]*:(\d+)", server.stdout.readline())
        connection = http.client.HTTPConnection("127.0.0.1", int(address.group(1)))
        print(f"\nWarm, over HTTP from a running server, {requests} requests one after another:\n")
        print("| question | median ms | 99th of 100 ms | bytes |\n| --- | --- | --- | --- |")
        for question, path in [
                ("balances of all accounts", "/api/v1/trial-balance?from=2021-01-01"),
                (f"ledger of client {client}, 200 lines", f"/api/v1/clients/{found}/ledger?limit=200"),
                ("list of clients, 50 by name", "/api/v1/clients?limit=50")]:
            taken, size = [], 0
            for _ in range(requests + 1):
                start = time.perf_counter()
                connection.request("GET", path, headers={"Authorization": f"Bearer {secret}"})
                answer = connection.getresponse()
                size = len(answer.read())
                taken.append(1000 * (time.perf_counter() - start))
                if answer.status != 200:
                    sys.exit(f"{path}: {answer.status}")
            taken = sorted(taken[1:])
            print(f"| {question} | {statistics.median(taken):.2f} | {taken[int(len(taken) * 0.99) - 1]:.2f} | {size} |")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def take_in_clients(asked, place):
    file = os.path.join(place, "clients.csv")
    subprocess.run([sys.executable, GENERATOR, "clients", "--n", str(asked.clients), "--out", file], check=True)
    taken = []
    for round in range(3):
        house = Coterie(asked.binary, os.path.join(place, f"clients-{round}"))
        house.say("company", "new", "Import", "--owner", OWNER, "--owner-name", "Olive Owner")
        taken.append(seconds(house.words("import", "clients", file, "--groups", "add", "--create-groups",
                                         "--map", "group=client_groups", "--customer-group", "Domestic")))
    print(f"\n{asked.clients} clients taken in from CSV, each into a customer group and a client group, from process start "
          f"to exit: median {statistics.median(taken):.1f} s of {', '.join(f'{took:.1f}' for took in taken)}.")


if __name__ == "__main__":
    main()
