# Who may include whom is checked: each of these includes is told of.
set -eu
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
mkdir "$made/tests"
cp -R sim models scripts "$made"
cp -R tests/examples "$made/tests"
cd "$made"
scripts/check-layers >/dev/null

# refuse FILE HEADER SAID: once FILE includes HEADER.
refuse() {
    cp "$1" kept
    printf '#include "%s"\n' "$2" >>"$1"
    status=0
    scripts/check-layers >/dev/null 2>said || status=$?
    cp kept "$1"
    if [ $status -eq 0 ] || ! grep -qxF "$3" said; then
        echo "$1 with $2: status $status: $(cat said)" >&2
        exit 1
    fi
}

node=models/controllers/node_lifecycle.c
zone=models/controllers/zone.h
refuse $node sim/hook.h "$node: may not hear hooks"
refuse models/api/log.h sim/hook.h \
    "$zone: may not hear hooks through models/api/api.h through models/api/log.h"
refuse $node models/cluster/cluster.h \
    "$node: may not include models/cluster/cluster.h"
refuse sim/io/files.c sim/commands/options.h \
    "sim/io/files.c: may not include sim/commands/options.h"
refuse sim/law.c sim/io/files.h "sim/law.c: may not include sim/io/files.h"
refuse sim/law.c models/world.h "sim/law.c: may not include models/world.h"
refuse models/world.c sim/io/files.h \
    "models/world.c: may not include sim/io/files.h"
refuse tests/examples/mm1.c models/world.h \
    "tests/examples/mm1.c: may not include models/world.h"
refuse tests/examples/mm1.c sim/io/files.h \
    "tests/examples/mm1.c: may not include sim/io/files.h"
