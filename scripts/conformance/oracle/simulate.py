"""What a real fail2ban server does with logs: its own jails, filters, fail and ban managers, observer and database, without their threads.

stdin: {"cases": [{"dir": a configuration folder, "jails": [NAME, ...], "firewall": whether attempts of banned addresses are kept from the filters,
"lines": [[what the clock shows, TEXT], ...]}]}.
stdout: for each {"bans": [[JAIL, ID, TIME, UNTIL or null, ATTEMPTS, BANCOUNT, DROPPED], ...]} or {"error": TEXT}.
Before each line comes what the threads would have done by then: old failures are looked for every five seconds, the database is tidied every
hour, both counted from the first line; bans that are over end. Every line has all its consequences before the next one is read.
"""
import clock
import gc, json, logging, os, random, sys, time, warnings

warnings.simplefilter("ignore")
from fail2ban.client.configurator import Configurator
from fail2ban.server import utils
from fail2ban.server.mytime import MyTime
from fail2ban.server.observer import Observers, ObserverThread
from fail2ban.server.server import Server
from fail2ban.server.ticket import Ticket
from fail2ban.server.transmitter import Transmitter

logging.getLogger("fail2ban").setLevel(100)
# The random part of a ban is none.
random.random = lambda: 0.0


class SimulatedTime:
    """The `time` module of the connection cache: it knows no other clock."""

    def __getattr__(self, name):
        return getattr(time, name)

    def time(self):
        return MyTime.time()


utils.time = SimulatedTime()


class Watched:
    """One jail, with what is to be told of it."""

    def __init__(self, jail, firewall):
        self.jail = jail
        self.bans = []
        self.dropped = {}
        jail.isAlive = lambda: True
        jail.filter.inOperation = True
        manager = jail.actions.banManager
        add = manager.addBanTicket

        def addBanTicket(ticket, reason={}):
            if not add(ticket, reason=reason):
                return False
            self.bans.append(ticket)
            return True

        manager.addBanTicket = addBanTicket
        ignores = jail.filter._inIgnoreIPList

        def inIgnoreIPList(ip, ticket, *more):
            if ignores(ip, ticket, *more):
                return True
            if not manager._inBanList(ticket):
                return False
            ban = next(ban for ban in reversed(self.bans) if ban.getID() == ticket.getID())
            self.dropped[id(ban)] = self.dropped.get(id(ban), 0) + 1
            return firewall

        jail.filter._inIgnoreIPList = inIgnoreIPList

    def told(self):
        for ticket in self.bans:
            until = ticket.getEndOfBanTime(self.jail.actions.getBanTime())
            yield [
                self.jail.name,
                str(ticket.getID()),
                ticket.getTime(),
                None if until == Ticket.MAX_TIME else until,
                ticket.getAttempt(),
                ticket.getBanCount(),
                self.dropped.get(id(ticket), 0),
            ]


def configure(case):
    os.chdir(case["dir"])
    configurator = Configurator()
    configurator.setBaseDir(case["dir"])
    configurator.readAll()
    configurator.getOptions()
    configurator.convertToProtocol()
    server = Server()
    transmitter = Transmitter(server)
    for command in configurator.getConfigStream():
        if command[0] == "start" or "addlogpath" in command or command[:2] in (["set", "logtarget"], ["set", "syslogsocket"]):
            continue
        code, answer = transmitter.proceed(command)
        if code:
            raise ValueError("%s: %s" % (command, answer))
    return server


def settle(watched, observer):
    """Until nothing is left to do."""
    while True:
        banned = sum(one.jail.actions._Actions__checkBan() for one in watched)
        if not observer._queue and not banned:
            return
        while observer._queue:
            event = observer._queue.pop(0)
            getattr(observer, event[0])(*event[1:])


def answer(case):
    server = configure(case)
    observer = Observers.Main = ObserverThread()
    observer.add_timer = lambda *event: None
    jails = server._Server__jails
    watched = [Watched(jails[name], case["firewall"]) for name in case["jails"]]
    start = serviced = purged = case["lines"][0][0]
    for now, line in case["lines"]:
        service = start + 5 * ((now - start) // 5)
        if service > serviced:
            serviced = service
            MyTime.setTime(service)
            for one in watched:
                one.jail.filter.performSvc()
        purge = start + 3600 * ((now - start) // 3600)
        if purge > purged:
            purged = purge
            MyTime.setTime(purge)
            server._Server__db.purge()
        MyTime.setTime(now)
        for one in watched:
            one.jail.actions._Actions__checkUnBan(1 << 30)
        for one in watched:
            one.jail.filter.processLineAndAdd(line)
            settle(watched, observer)
    return {"bans": [ban for one in watched for ban in one.told()]}


def safely(case):
    try:
        return answer(case)
    except Exception as error:
        return {"error": "%s: %s" % (type(error).__name__, error)}


cases = json.load(sys.stdin)["cases"]
gc.freeze()
json.dump([safely(case) for case in cases], sys.stdout)
