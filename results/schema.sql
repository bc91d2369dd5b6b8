-- What nines leaves behind. Times are simulated seconds since time zero,
-- when the first fault may begin; what is measured begins warm_up_s later.
-- An object is written as kubectl writes it: service/http-service, zone/a.
-- Two runs of one question differ in experiment.{command, started_utc,
-- finished_utc, wall_s} and in nothing else.

PRAGMA user_version = 2;

CREATE TABLE experiment (
    id INTEGER PRIMARY KEY,
    scenario TEXT NOT NULL,
    seed INTEGER NOT NULL,
    horizon_s REAL NOT NULL,
    replications INTEGER NOT NULL, -- as asked, at most; when finished: as done
    version TEXT NOT NULL,
    command TEXT NOT NULL,
    started_utc TEXT NOT NULL,
    finished_utc TEXT, -- NULL: under way, or interrupted
    wall_s REAL,
    digest TEXT NOT NULL UNIQUE, -- of the question: inputs' names and texts,
    -- wherever they stand, settings, seed; not of how many replications
    timelines TEXT NOT NULL, -- the replications of --timeline: "0,7"
    warm_up_s REAL NOT NULL DEFAULT 0, -- simulated before it is measured
    precision REAL, -- relative, of unavailability; NULL: none was asked for
    reached REAL -- likewise; NULL if it is not known
);

-- What was read, so that a result can be made again.
CREATE TABLE input (
    experiment_id INTEGER NOT NULL
        REFERENCES experiment (id) ON DELETE CASCADE,
    path TEXT NOT NULL, -- as it was spelled
    sha256 TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (experiment_id, path)
);

CREATE TABLE cell (
    id INTEGER PRIMARY KEY,
    experiment_id INTEGER NOT NULL
        REFERENCES experiment (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    settings TEXT NOT NULL, -- JSON: address -> value
    complete INTEGER NOT NULL DEFAULT 0, -- replications that are stored
    UNIQUE (experiment_id, ordinal)
);

CREATE TABLE sample (
    cell_id INTEGER NOT NULL REFERENCES cell (id) ON DELETE CASCADE,
    replication INTEGER NOT NULL,
    measure TEXT NOT NULL,
    object TEXT NOT NULL, -- "cluster": all of it
    value REAL,
    PRIMARY KEY (cell_id, replication, measure, object)
) WITHOUT ROWID;

CREATE TABLE summary (
    cell_id INTEGER NOT NULL REFERENCES cell (id) ON DELETE CASCADE,
    measure TEXT NOT NULL,
    object TEXT NOT NULL,
    unit TEXT NOT NULL,
    mean REAL,
    low REAL,
    high REAL,
    level REAL,
    count INTEGER NOT NULL,
    method TEXT NOT NULL,
    PRIMARY KEY (cell_id, measure, object)
) WITHOUT ROWID;

-- Those with a part in an outage; of the replications of --timeline, all.
CREATE TABLE fault (
    id INTEGER PRIMARY KEY,
    cell_id INTEGER NOT NULL REFERENCES cell (id) ON DELETE CASCADE,
    replication INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    start_s REAL NOT NULL,
    end_s REAL -- NULL: lasts beyond the horizon
);
CREATE INDEX fault_by_cell ON fault (cell_id, replication);

CREATE TABLE outage (
    id INTEGER PRIMARY KEY,
    cell_id INTEGER NOT NULL REFERENCES cell (id) ON DELETE CASCADE,
    replication INTEGER NOT NULL,
    object TEXT NOT NULL,
    start_s REAL NOT NULL,
    end_s REAL,
    detect_s REAL,
    react_s REAL,
    recover_s REAL
);
CREATE INDEX outage_by_cell ON outage (cell_id, replication);

-- References are checked at the end of a transaction: a replication's rows come
-- in the order in which they happened.
CREATE TABLE cause (
    outage_id INTEGER NOT NULL REFERENCES outage (id)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    fault_id INTEGER REFERENCES fault (id)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    share REAL NOT NULL
);
CREATE INDEX cause_by_outage ON cause (outage_id);
CREATE INDEX cause_by_fault ON cause (fault_id);

-- Of the replications of --timeline. `setting` is the address of the parameter
-- that decided the delay before it.
CREATE TABLE timeline (
    cell_id INTEGER NOT NULL REFERENCES cell (id) ON DELETE CASCADE,
    replication INTEGER NOT NULL,
    t_s REAL NOT NULL,
    what TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT,
    setting TEXT
);
CREATE INDEX timeline_by_cell ON timeline (cell_id, replication, t_s);

-- Of the same, down-sampled.
CREATE TABLE series (
    cell_id INTEGER NOT NULL REFERENCES cell (id) ON DELETE CASCADE,
    replication INTEGER NOT NULL,
    t_s REAL NOT NULL,
    measure TEXT NOT NULL,
    object TEXT NOT NULL,
    value REAL
);
CREATE INDEX series_by_cell ON series (cell_id, replication, measure, t_s);
