"""What a real fail2ban server does with logs: its own jails, filters, fail and ban managers, observer and database, without their threads.

stdin: {"cases": [{"dir": a configuration folder, "jails": [NAME, ...], "firewall": whether attempts of banned addresses are kept from the filters,
"ownLog": [jails that read what the server logs, ...], "wide": [jails whose bans drop what an address does to the others, too, ...],
"restarts": [moments at which the server is restarted, ...], "lines": [[what the clock shows, TEXT], ...]}]}.
stdout: for each {"bans": [[JAIL, ID, TIME, UNTIL or null, ATTEMPTS, BANCOUNT, DROPPED, [the restarts after which it was restored, ...]], ...]} or
{"error": TEXT}.
With restarts each jail has a log of its own, JAIL.log, that grows line by line, and the database is the one that is configured.
Before each line comes what the threads would have done by then: old failures are looked for every five seconds, the database is tidied every
hour, both counted from the first line; bans end when their manager, which notes the next moment to do so, looks for those that are over. Every line has all its consequences before the next one is read.
"""
import clock
import gc, json, logging, os, random, sys, time, warnings

warnings.simplefilter("ignore")
from fail2ban.client.configurator import Configurator
from fail2ban.helpers import getVerbosityFormat
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


class Ban:
    """A ban, however often it is restored."""

    def __init__(self, jail, ticket, line):
        self.jail = jail
        self.line = line
        self.ticket = self.held = ticket
        self.until = None
        self.restored = []
        self.dropped = 0

    def end(self):
        return self.held.getEndOfBanTime(self.jail.actions.getBanTime()) if self.held else self.until

    def ended(self, moment):
        self.until = moment
        self.held = None

    def restart(self, now):
        if self.held:
            self.ended(now)

    def restore(self, ticket, now):
        self.held = ticket
        self.restored.append(now)

    def told(self):
        until = self.end()
        return [
            self.jail.name,
            str(self.ticket.getID()),
            self.ticket.getTime(),
            None if until == Ticket.MAX_TIME else until,
            self.ticket.getAttempt(),
            self.ticket.getBanCount(),
            self.dropped,
            self.restored,
        ]


class OwnLog(logging.Handler):
    """fail2ban.log, as the server's own formatter writes it, by the clock that is set."""

    def __init__(self):
        super().__init__()
        self.setFormatter(logging.Formatter(getVerbosityFormat(0)))
        self.lines = []

    def emit(self, record):
        record.created = MyTime.time()
        record.msecs = record.created % 1 * 1000
        self.lines.append(self.format(record))


class Watched:
    """One jail of a running server. `bans`: of this jail, from before a restart, too."""

    def __init__(self, jail, case, bans, running):
        self.jail = jail
        self.name = jail.name
        self.readsOwnLog = jail.name in case["ownLog"]
        firewall = case["firewall"]
        self.bans = bans
        self.isDropped = False
        jail.isAlive = lambda: True
        manager = jail.actions.banManager
        add = manager.addBanTicket

        def latest(ticket):
            return next(ban for ban in reversed(bans) if ban.ticket.getID() == ticket.getID())

        def addBanTicket(ticket, reason={}):
            isRestored = ticket.restored
            if not add(ticket, reason=reason):
                return False
            if isRestored:
                latest(ticket).restore(ticket, MyTime.time())
                latest(ticket).line = running.line
            else:
                bans.append(Ban(jail, ticket, running.line))
            return True

        self.banOf = lambda ticket: latest(ticket) if manager._inBanList(ticket) else None
        manager.addBanTicket = addBanTicket
        unBanList = manager.unBanList

        def endedBans(now, *more):
            tickets = unBanList(now, *more)
            for ticket in tickets:
                latest(ticket).ended(self.looked)
            return tickets

        manager.unBanList = endedBans
        ignores = jail.filter._inIgnoreIPList

        def inIgnoreIPList(ip, ticket, *more):
            if ignores(ip, ticket, *more):
                return True
            if self.isStarting or self.readsOwnLog:
                return False
            for ban in running.bansAgainst(self, ticket):
                self.isDropped = True
                ban.dropped += 1
                return firewall
            return False

        jail.filter._inIgnoreIPList = inIgnoreIPList
        # Nothing that it reads then is kept away by a firewall.
        self.isStarting = True

    def unban(self, now):
        """Ends the bans that are over by now, as its thread does: it waits for the moment at which its manager has to look next."""
        manager = self.jail.actions.banManager
        while manager._nextUnbanTime < now:
            self.looked = manager._nextUnbanTime
            MyTime.setTime(min(now, self.looked + 0.001))
            self.jail.actions._Actions__checkUnBan(1 << 30)
        self.looked = now
        MyTime.setTime(now)
        self.jail.actions._Actions__checkUnBan(1 << 30)

    def start(self, settle):
        """The jail reads what its log holds already; as always, a line has all its consequences before the next one is read."""
        process = self.jail.filter.processLineAndAdd

        def processLineAndAdd(line, *more):
            process(line, *more)
            settle()

        self.jail.filter.processLineAndAdd = processLineAndAdd
        for log in self.jail.filter.getLogs():
            self.jail.filter.getFailures(log.getFileName())
        del self.jail.filter.processLineAndAdd

    def read(self, line, firewall):
        """The line is written to the jail's own log, and read there; one that the firewall drops is not in the log."""
        self.isDropped = False
        (log,) = self.jail.filter.getLogs()
        path = log.getFileName()
        before = os.path.getsize(path)
        with open(path, "a") as file:
            file.write(line + "\n")
        self.jail.filter.getFailures(path)
        if self.isDropped and firewall and not self.readsOwnLog:
            os.truncate(path, before)
            log.setPos(before)
            self.jail.filter._pendDBUpdates[log] = 1


def configure(case):
    configurator = Configurator()
    configurator.setBaseDir(case["dir"])
    configurator.readAll()
    configurator.getOptions()
    configurator.convertToProtocol()
    server = Server()
    transmitter = Transmitter(server)
    for command in configurator.getConfigStream():
        if command[0] == "start" or ("addlogpath" in command and not case["restarts"]) or command[:2] in (["set", "logtarget"], ["set", "syslogsocket"]):
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


class Running:
    """A server from its start at `now` on."""

    def __init__(self, case, bans, now):
        self.case = case
        self.server = configure(case)
        logging.getLogger("fail2ban").setLevel(logging.NOTICE if case["ownLog"] else 100)
        case["log"].lines.clear()
        self.database = self.server._Server__db
        if self.database is not None:
            self.database._db.execute("PRAGMA synchronous = OFF")
        self.observer = Observers.Main = ObserverThread()
        self.observer.add_timer = lambda *event: None
        jails = self.server._Server__jails
        self.line = -1
        self.log = case["log"]
        self.watched = [Watched(jails[name], case, bans[name], self) for name in case["jails"]]
        self.started = self.serviced = self.purged = now
        MyTime.setTime(now)
        # What is logged already is read before anything new is.
        for one in sorted(self.watched, key=lambda one: not one.readsOwnLog):
            # The positions of logs go to the database when it stops.
            one.jail.filter.ticks = 1
            one.jail.filter.active = True
            if case["restarts"]:
                # What it logs meanwhile it reads afterwards.
                one.start(self.settleJails if one.readsOwnLog else self.settle)
            else:
                one.jail.filter.inOperation = True
        self.settle()
        for one in self.watched:
            one.jail.restoreCurrentBans()
        self.settle()
        for one in self.watched:
            one.isStarting = False

    def bansAgainst(self, jail, ticket):
        """The jail's own ban of an address, or one from all ports that is older than the line."""
        own = jail.banOf(ticket)
        if own:
            yield own
        for one in self.watched:
            ban = one.banOf(ticket) if one is not jail and one.name in self.case["wide"] else None
            if ban and ban.line != self.line:
                yield ban

    def settleJails(self):
        settle(self.watched, self.observer)

    def settle(self):
        self.settleJails()
        while self.log.lines:
            line = self.log.lines.pop(0)
            for one in self.watched:
                if not one.readsOwnLog:
                    continue
                if self.case["restarts"]:
                    one.read(line, False)
                else:
                    one.jail.filter.processLineAndAdd(line)
                self.settleJails()

    def serve(self, now):
        """What the threads would have done by now."""
        service = self.started + 5 * ((now - self.started) // 5)
        if service > self.serviced:
            self.serviced = service
            MyTime.setTime(service)
            for one in self.watched:
                one.jail.filter.performSvc()
        purge = self.started + 3600 * ((now - self.started) // 3600)
        if purge > self.purged:
            self.purged = purge
            MyTime.setTime(purge)
            if self.database is not None:
                self.database.purge()
        for one in self.watched:
            one.unban(now)
        MyTime.setTime(now)

    def read(self, line):
        self.line += 1
        for one in self.watched:
            if one.readsOwnLog:
                continue
            if self.case["restarts"]:
                one.read(line, self.case["firewall"])
            else:
                one.jail.filter.processLineAndAdd(line)
            self.settle()

    def stop(self, now):
        for one in self.watched:
            one.jail.filter.onStop()
            for ban in one.bans:
                ban.restart(now)
        if self.database is not None:
            self.database.close()


def answer(case):
    os.chdir(case["dir"])
    restarts = list(case["restarts"])
    for name in case["jails"] if restarts else case["ownLog"]:
        open(name + ".log", "w").close()
    case["log"] = OwnLog()
    logging.getLogger("fail2ban").handlers = [case["log"]]
    bans = {name: [] for name in case["jails"]}
    running = Running(case, bans, case["lines"][0][0])
    for now, line in case["lines"] + [[None, None]]:
        while restarts and (line is None or restarts[0] <= now):
            moment = restarts.pop(0)
            running.serve(moment)
            running.stop(moment)
            running = Running(case, bans, moment)
        if line is not None:
            running.serve(now)
            running.read(line)
    for one in running.watched:
        one.unban(Ticket.MAX_TIME)
    return {"bans": [ban.told() for name in case["jails"] for ban in bans[name]]}


def safely(case):
    try:
        return answer(case)
    except Exception as error:
        return {"error": "%s: %s" % (type(error).__name__, error)}


cases = json.load(sys.stdin)["cases"]
gc.freeze()
json.dump([safely(case) for case in cases], sys.stdout)
