#!/usr/bin/python3
"""The availability model in SimPy: cluster_simpy.py N EVENTS process|callback

N machines, Exp(1000 h) to failure, Exp(10 h) to repair; the time integrals of
the machines up and of "at least K up". Prints nanoseconds of CPU per event and
the availability.
"""
import math
import random
import sys
import time

import simpy
from simpy.events import Timeout

MTTF, MTTR = 1000.0, 10.0
machines, events, style = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
horizon = events * (MTTF + MTTR) / (2 * machines)
share = MTTF / (MTTF + MTTR)
least = math.ceil(machines * share
                  - 1.5 * math.sqrt(machines * share * (1 - share)))
exponential = random.Random(12345).expovariate


class Level:
    __slots__ = ("up", "sum_up", "sum_enough", "last", "count")

    def __init__(self):
        self.up = machines
        self.sum_up = self.sum_enough = self.last = 0.0
        self.count = 0

    def change(self, now, by):
        passed = now - self.last
        self.last = now
        self.sum_up += self.up * passed
        if self.up >= least:
            self.sum_enough += passed
        self.up += by
        self.count += 1


def process(env, level):
    while True:
        yield env.timeout(exponential(1 / MTTF))
        level.change(env.now, -1)
        yield env.timeout(exponential(1 / MTTR))
        level.change(env.now, +1)


def callbacks(env, level):
    def fail(_):
        level.change(env.now, -1)
        Timeout(env, exponential(1 / MTTR)).callbacks.append(repair)

    def repair(_):
        level.change(env.now, +1)
        Timeout(env, exponential(1 / MTTF)).callbacks.append(fail)

    Timeout(env, exponential(1 / MTTF)).callbacks.append(fail)


since = time.process_time()
env, level = simpy.Environment(), Level()
for _ in range(machines):
    if style == "process":
        env.process(process(env, level))
    else:
        callbacks(env, level)
env.run(until=horizon)
count = level.count
level.change(horizon, 0)
since = time.process_time() - since
print(1e9 * since / count, level.sum_up / (machines * horizon))
